package dev.alambic.onnx.input;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * How large the integers of an input may be: an input that picks rows of a constant table, such as token ids of an
 * embedding, must stay below the number of rows.
 */
record IndexBound(Graph graph) {
    private static final int FURTHEST = 8;

    /** Returns the fewest rows of the tables that {@code value} picks from; empty if it picks from none. */
    OptionalLong of(String value) {
        return rows(value, FURTHEST).min();
    }

    private LongStream rows(String value, int steps) {
        return graph.index().consumers(value).stream().flatMapToLong(node -> rows(node, value, steps));
    }

    private LongStream rows(Node node, String value, int steps) {
        if (node.is("Gather") && node.input(1).equals(Optional.of(value))) {
            return node.input(0).flatMap(graph::stored).stream()
                    .filter(table -> table.rank() > 0)
                    .mapToLong(table -> table.dim(axis(node, table)));
        }
        boolean passesOn = Trait.FORM.isOf(node.opType()) && node.input(0).equals(Optional.of(value));
        return passesOn && steps > 0 ? rows(node.output(), steps - 1) : LongStream.empty();
    }

    private static int axis(Node gather, Tensor table) {
        return Math.floorMod((int) gather.intAttribute("axis", 0), table.rank());
    }
}
