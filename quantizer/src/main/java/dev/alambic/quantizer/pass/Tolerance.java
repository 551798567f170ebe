package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import java.util.HashSet;
import java.util.Set;

/** How much an exact pass may change an output, by the coarsest type that the model computes in. */
final class Tolerance {

    /** Some roundings of 11 bits. */
    private static final double FLOAT16 = 1e-2;

    /** Some roundings of 8 bits. */
    private static final double BFLOAT16 = 8e-2;

    private Tolerance() {}

    /** Returns the largest difference allowed, as a part of the largest output. */
    static double of(OnnxModel model) {
        Set<DataType> types = new HashSet<>();
        collect(model.graph(), types);
        if (types.contains(DataType.BFLOAT16)) {
            return BFLOAT16;
        }
        return types.contains(DataType.FLOAT16) ? FLOAT16 : Pipeline.EXACT_TOLERANCE;
    }

    private static void collect(Graph graph, Set<DataType> types) {
        graph.initializers().values().forEach(tensor -> types.add(tensor.dataType()));
        graph.inputs().forEach(input -> {
            if (input.type() != null) {
                types.add(input.type().elementType());
            }
        });
        graph.nodes().forEach(node -> node.subgraphs().forEach(body -> collect(body, types)));
    }
}
