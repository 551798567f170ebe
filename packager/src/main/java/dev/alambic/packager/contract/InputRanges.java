package dev.alambic.packager.contract;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.packager.manifest.TensorSpec.Range;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values that inputs of whole numbers may have, as far as the graph tells it. */
final class InputRanges {

    private InputRanges() {}

    /**
     * Returns the range of {@code input}: the rows of the tables that it picks from, 0 and 1 for masks and truth
     * values; null for what is not known.
     */
    static @Nullable Range of(Graph graph, ValueInfo input) {
        DataType type = input.type() == null ? DataType.FLOAT : input.type().elementType();
        if (type == DataType.BOOL) {
            return new Range(0, 1);
        }
        if (type.isFloating() || type == DataType.STRING) {
            return null;
        }
        Optional<Long> rows = graph.index().consumers(input.name()).stream()
                .flatMap(node -> rows(graph, node, input.name()).stream())
                .min(Long::compare);
        if (rows.isPresent()) {
            return new Range(0, rows.get() - 1.0);
        }
        return input.name().toLowerCase(Locale.ROOT).contains("mask") ? new Range(0, 1) : null;
    }

    private static Optional<Long> rows(Graph graph, Node node, String index) {
        if (!node.is("Gather")
                || node.inputs().size() < 2
                || !node.inputs().get(1).equals(index)) {
            return Optional.empty();
        }
        int axis = (int) node.intAttribute("axis", 0);
        return graph.stored(node.inputs().get(0))
                .filter(table -> axis >= 0 && axis < table.rank())
                .map((Tensor table) -> table.dim(axis));
    }
}
