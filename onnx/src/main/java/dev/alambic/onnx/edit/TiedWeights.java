package dev.alambic.onnx.edit;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights that are one in the network and two in the file: exporters that trace a model write the table of its
 * embedding and the weight of its output layer so, of which one is the transpose of the other, value for value. Tied,
 * the table stays and the other is its {@code Transpose}; so they are one wherever weights are changed or counted.
 */
public final class TiedWeights {

    /** Smaller matrices may be equal by chance. */
    private static final long LEAST_ELEMENTS = 1024;

    private TiedWeights() {}

    /** Returns the matrices that are the transpose of a table that words are looked up in: which, by name. */
    public static Map<String, String> of(OnnxModel model) {
        Graph graph = model.graph();
        List<String> tables = graph.nodes().stream()
                .filter(node -> node.is("Gather"))
                .map(node -> stored(graph, node.inputs().get(0)))
                .distinct()
                .filter(name -> matrix(graph, name).isPresent())
                .toList();
        Map<String, String> ties = new LinkedHashMap<>();
        for (String table : tables) {
            Tensor kept = matrix(graph, table).orElseThrow();
            graph.initializers().keySet().stream()
                    .filter(name -> !tables.contains(name))
                    .filter(name -> matrix(graph, name)
                            .filter(other -> isTranspose(kept, other))
                            .isPresent())
                    .forEach(name -> ties.putIfAbsent(name, table));
        }
        return ties;
    }

    /** Returns the name of {@code value} as it is stored, which may be in fewer bits. */
    private static String stored(Graph graph, String value) {
        return graph.index()
                .producer(value)
                .filter(node -> node.is("Cast"))
                .flatMap(node -> node.input(0))
                .orElse(value);
    }

    private static Optional<Tensor> matrix(Graph graph, String name) {
        return graph.initializer(name)
                .filter(tensor -> graph.constant(name).isPresent())
                .filter(tensor -> tensor.dataType().isFloating()
                        && tensor.rank() == 2
                        && tensor.elementCount() >= LEAST_ELEMENTS
                        && !graph.index().isOutput(name));
    }

    private static boolean isTranspose(Tensor one, Tensor other) {
        if (one.dataType() != other.dataType() || one.dim(0) != other.dim(1) || one.dim(1) != other.dim(0)) {
            return false;
        }
        int columns = Math.toIntExact(one.dim(1));
        int rows = Math.toIntExact(one.dim(0));
        float[] a = one.floats();
        float[] b = other.floats();
        for (int i = 0; i < a.length; i++) {
            if (a[i] != b[i % columns * rows + i / columns]) {
                return false;
            }
        }
        return !isUniform(a);
    }

    /** A matrix of one number, such as zeros, is the transpose of any other. */
    private static boolean isUniform(float[] values) {
        for (float value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the model with its ties; itself if it has none. */
    public static OnnxModel tie(OnnxModel model) {
        Map<String, String> ties = of(model);
        if (ties.isEmpty()) {
            return model;
        }
        return model.mapGraph(graph -> graph.edit(out -> {
            List<Node> nodes = new ArrayList<>();
            ties.forEach((name, table) -> {
                out.removeInitializer(name);
                nodes.add(Node.of("Transpose", List.of(table), name).with("perm", new long[] {1, 0}));
            });
            nodes.addAll(graph.nodes());
            out.nodes(nodes);
        }));
    }
}
