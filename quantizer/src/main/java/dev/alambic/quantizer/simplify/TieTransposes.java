package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes one weight of two of which one is the transpose of the other, bit for bit: exporters that trace a model write
 * the table of its embedding and the weight of its output layer so, although they are one. The one that words are
 * looked up in stays; the other is its {@code Transpose}, which runtimes compute once, when they load the model.
 */
public final class TieTransposes implements Pass {

    /** Smaller matrices may be equal by chance, and are not worth a node. */
    private static final long LEAST_ELEMENTS = 1024;

    /** Returns the matrices of {@code model} that are the transpose of another one: which, by name. */
    public static Map<String, String> found(OnnxModel model) {
        Graph graph = model.graph();
        Map<String, String> found = new LinkedHashMap<>();
        List<String> tables = graph.nodes().stream()
                .filter(node -> node.is("Gather"))
                .map(node -> node.inputs().get(0))
                .distinct()
                .filter(name -> matrix(graph, name).isPresent())
                .toList();
        for (String table : tables) {
            Tensor kept = matrix(graph, table).orElseThrow();
            for (String name : graph.initializers().keySet()) {
                Optional<Tensor> other = matrix(graph, name).filter(each -> !tables.contains(name));
                if (other.filter(each -> isTranspose(kept, each)).isPresent()) {
                    found.put(name, table);
                }
            }
        }
        return found;
    }

    private static Optional<Tensor> matrix(Graph graph, String name) {
        return graph.constant(name)
                .filter(tensor -> tensor.dataType() == DataType.FLOAT
                        && tensor.rank() == 2
                        && tensor.elementCount() >= LEAST_ELEMENTS
                        && !graph.index().isOutput(name));
    }

    private static boolean isTranspose(Tensor one, Tensor other) {
        int rows = Math.toIntExact(one.dim(0));
        int columns = Math.toIntExact(one.dim(1));
        if (other.dim(0) != columns || other.dim(1) != rows) {
            return false;
        }
        FloatBuffer a = one.data().asFloatBuffer();
        FloatBuffer b = other.data().asFloatBuffer();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (Float.floatToRawIntBits(a.get(row * columns + column))
                        != Float.floatToRawIntBits(b.get(column * rows + row))) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Map<String, String> ties = found(model);
        if (ties.isEmpty()) {
            return Outcome.of(model);
        }
        List<String> notes = new ArrayList<>();
        OnnxModel made = model.mapGraph(graph -> graph.edit(out -> {
            List<Node> nodes = new ArrayList<>();
            ties.forEach((name, table) -> {
                out.removeInitializer(name);
                nodes.add(Node.of("Transpose", List.of(table), name).with("perm", new long[] {1, 0}));
                notes.add("'" + name + "' is the transpose of '" + table + "': tied to it");
            });
            nodes.addAll(graph.nodes());
            out.nodes(nodes);
        }));
        return new Outcome(made, notes);
    }
}
