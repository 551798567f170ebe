package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How much larger a file becomes when nodes are folded: by the results that other nodes read, less the constants that
 * nobody reads any more. A single result may add 1/80 of the weights or 4 kB and all together 1/20 or 16 kB, the larger
 * counting; a mask or a table of positions that the graph computes is no reason to store it, nor is the transpose of a
 * weight that is read as it is elsewhere.
 */
final class FoldingGrowth {
    private static final long LEAST = 1 << 14;
    private static final int SHARE = 20;
    private static final int SINGLE = 4;
    private static final long LARGEST = 1 << 20;

    private final Graph graph;
    private final Map<String, Tensor> values;
    private final long allowed;

    /** @param values what the constant nodes of {@code graph} give */
    FoldingGrowth(Graph graph, Map<String, Tensor> values) {
        this.graph = graph;
        this.values = values;
        long weights = graph.initializers().values().stream()
                .mapToLong(Tensor::byteSize)
                .sum();
        this.allowed = Math.max(LEAST, weights / SHARE);
    }

    /** Returns those of {@code constant} to fold, so that the file grows by no more than is allowed. */
    Set<Node> within(List<Node> constant) {
        Set<Node> folded = new LinkedHashSet<>(constant);
        folded.removeIf(node -> node.outputs().stream().anyMatch(name -> !name.isEmpty() && !values.containsKey(name)));
        while (true) {
            long freed = freed(folded);
            Optional<Node> largest = folded.stream()
                    .filter(node -> added(node, folded) > 0)
                    .max(Comparator.comparingLong(node -> added(node, folded)));
            if (largest.isEmpty()) {
                return folded;
            }
            long single = added(largest.get(), folded) - freed;
            long all = folded.stream().mapToLong(node -> added(node, folded)).sum() - freed;
            if (single <= Math.min(LARGEST, allowed / SINGLE) && all <= allowed) {
                return folded;
            }
            folded.remove(largest.get());
        }
    }

    /** Returns the bytes of the results of {@code node} that others than {@code folded} read. */
    private long added(Node node, Set<Node> folded) {
        return node.outputs().stream()
                .filter(name -> graph.index().isOutput(name)
                        || !folded.containsAll(graph.index().consumers(name)))
                .mapToLong(name -> Objects.requireNonNull(values.get(name)).byteSize())
                .sum();
    }

    /** Returns the bytes of the constants that only {@code folded} read. */
    private long freed(Set<Node> folded) {
        return folded.stream()
                .flatMap(node -> GraphIndex.reads(node).stream())
                .distinct()
                .filter(name -> !graph.index().isOutput(name)
                        && folded.containsAll(graph.index().consumers(name)))
                .flatMap(name -> graph.initializer(name).map(Stream::of).orElseGet(Stream::empty))
                .mapToLong(Tensor::byteSize)
                .sum();
    }
}
