package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.alambic.onnx.graph.Tensor;

/** Drops elements when the block trains, and passes them on otherwise. */
final class DropoutOperator {

    private final float ratio;
    private final DataType maskType;

    private DropoutOperator(float ratio, DataType maskType) {
        this.ratio = ratio;
        this.maskType = maskType;
    }

    static Operator bind(NodeView node) {
        if (node.has(2) && !node.constant(2).map(DropoutOperator::isFalse).orElse(false)) {
            throw node.refuse("a network as it is used", "training mode");
        }
        DropoutOperator dropout =
                new DropoutOperator(node.real("ratio", 0.5f), node.opset() < 10 ? DataType.FLOAT32 : DataType.BOOLEAN);
        return node.asksFor(1)
                ? Operator.ofMany(dropout::withMask)
                : Operator.of(call -> dropout.dropped(call, call.array(0)));
    }

    private static boolean isFalse(Tensor flag) {
        return flag.elementCount() == 1 && flag.longs()[0] == 0;
    }

    private float rate(Call call) {
        return call.has(1) ? call.floats(1)[0] : ratio;
    }

    private NDArray dropped(Call call, NDArray x) {
        return call.training()
                ? x.getNDArrayInternal().dropout(x, rate(call), true).get(0)
                : x;
    }

    private NDList withMask(Call call) {
        NDArray x = call.array(0);
        if (!call.training()) {
            return new NDList(x, call.manager().ones(x.getShape(), maskType));
        }
        float rate = rate(call);
        NDArray kept = call.manager().randomUniform(0, 1, x.getShape()).gte(rate);
        NDArray scale = kept.toType(x.getDataType(), false).div(1 - rate);
        return new NDList(x.mul(scale), kept.toType(maskType, false));
    }
}
