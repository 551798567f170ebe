package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.List;

/** The products of the elements up to each: a Scan along the axis that multiplies the product so far by the next. */
final class CumulativeProduct {

    private CumulativeProduct() {}

    /** Records the method with the axis as its first argument, of {@code factors} in place of the receiver. */
    static NDArray record(Invocation call, Value factors) {
        int axis = factors.axis(call.intAt(0));
        NDArray real = call.run();
        Value widened = call.as(factors, real.getDataType());
        NDArray one = widened.array()
                .get(new NDIndex().addAllDim(axis).addIndices(0).addEllipseDim())
                .onesLike();
        List<String> outputs = call.node("Scan")
                .input(call.value(one))
                .input(widened)
                .with("body", body(EngineTensors.typeOf(real.getDataType()), widened.rank() - 1))
                .with("num_scan_inputs", 1)
                .with("scan_input_axes", new long[] {axis})
                .with("scan_output_axes", new long[] {axis})
                .emit(2);
        return call.result(real, outputs.get(1));
    }

    private static Graph body(DataType type, int rank) {
        Object[] dims = new Object[rank];
        for (int i = 0; i < rank; i++) {
            dims[i] = "extent_" + i;
        }
        dev.alambic.onnx.graph.Shape shape = dev.alambic.onnx.graph.Shape.symbolic(dims);
        return Graph.build("cumulative_product", body -> {
            body.input(ValueInfo.of("so_far", type, shape)).input(ValueInfo.of("next", type, shape));
            body.node(Node.of("Mul", List.of("so_far", "next"), "product"));
            body.node(Node.of("Identity", List.of("product"), "kept"));
            body.output(ValueInfo.of("product", type, shape)).output(ValueInfo.of("kept", type, shape));
        });
    }
}
