package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.alambic.onnx.graph.Tensor;

/** Drops elements when the block trains, and passes them on otherwise. */
final class DropoutOperator {

    private DropoutOperator() {}

    static Operator bind(NodeView node) {
        if (node.has(2) && !node.constant(2).map(DropoutOperator::isFalse).orElse(false)) {
            throw node.refuse("a network as it is used", "training mode");
        }
        float ratio = node.real("ratio", 0.5f);
        DataType maskType = node.opset() < 10 ? DataType.FLOAT32 : DataType.BOOLEAN;
        return node.asksFor(1)
                ? Operator.ofMany(call -> withMask(call, ratio, maskType))
                : Operator.of(call -> dropped(call, ratio));
    }

    private static boolean isFalse(Tensor flag) {
        return flag.elementCount() == 1 && flag.longs()[0] == 0;
    }

    private static float rate(Call call, float ratio) {
        return call.has(1) ? call.floats(1)[0] : ratio;
    }

    private static NDArray dropped(Call call, float ratio) {
        NDArray x = call.array(0);
        return call.training()
                ? x.getNDArrayInternal().dropout(x, rate(call, ratio), true).get(0)
                : x;
    }

    private static NDList withMask(Call call, float ratio, DataType maskType) {
        NDArray x = call.array(0);
        if (!call.training()) {
            return new NDList(x, call.manager().ones(x.getShape(), maskType));
        }
        float rate = rate(call, ratio);
        NDArray kept = call.manager().randomUniform(0, 1, x.getShape()).gte(rate);
        NDArray scale = kept.toType(x.getDataType(), false).div(1 - rate);
        return new NDList(x.mul(scale), kept.toType(maskType, false));
    }
}
