package dev.alambic.quantizer.diff;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the error through the first graph, to tell where it comes in. */
final class Propagation {
    /** A value no better than this is as good as any: rounding to 8 bits alone costs about so much, dB. */
    static final double ROUNDING_DECIBELS = 40;
    /** Twice the error, four times its power, dB. */
    private static final double JUMP_DECIBELS = 6;

    private Propagation() {}

    /**
     * Returns the first layer whose SQNR lies {@value #JUMP_DECIBELS} dB below that of every value it is computed from.
     *
     * @param measured the differences of values of {@code graph}; what is between them passes the error on
     */
    static Optional<Jump> firstJump(Graph graph, List<ValueDifference> measured) {
        Map<String, ValueDifference> byName = new HashMap<>();
        measured.forEach(difference -> byName.put(difference.value(), difference));
        Map<String, Double> reached = new HashMap<>();
        for (Node node : graph.nodes()) {
            double before = GraphIndex.reads(node).stream()
                    .mapToDouble(name -> reached.getOrDefault(name, ROUNDING_DECIBELS))
                    .reduce(ROUNDING_DECIBELS, Math::min);
            for (String output : node.outputs()) {
                ValueDifference own = byName.get(output);
                if (own != null && own.sqnrDecibels() <= before - JUMP_DECIBELS) {
                    return Optional.of(new Jump(own, before));
                }
                reached.put(output, own == null ? before : own.sqnrDecibels());
            }
        }
        return Optional.empty();
    }
}
