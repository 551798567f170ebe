package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/** Reads float32 weights of nodes. */
final class Constants {

    private Constants() {}

    /** Returns input {@code index} of {@code node} if it is a float32 initializer that no caller can override. */
    static Optional<Tensor> of(Graph graph, Node node, int index) {
        return node.input(index)
                .filter(name ->
                        graph.inputs().stream().noneMatch(input -> input.name().equals(name)))
                .flatMap(graph::initializer)
                .filter(tensor -> tensor.dataType() == DataType.FLOAT);
    }

    /** Returns {@code tensor} with each slice along {@code axis} multiplied by its factor. */
    static Tensor scaled(Tensor tensor, int axis, double[] factors) {
        float[] values = tensor.floats();
        int inner = 1;
        for (int i = axis + 1; i < tensor.rank(); i++) {
            inner *= Math.toIntExact(tensor.dim(i));
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factors[i / inner % factors.length]);
        }
        return Tensor.ofFloats(values, tensor.dims());
    }
}
