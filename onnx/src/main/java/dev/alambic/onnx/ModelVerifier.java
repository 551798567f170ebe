package dev.alambic.onnx;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.serde.Leftovers;
import java.util.HashSet;
import java.util.Set;

/**
 * The laws that every model keeps (Open Neural Network Exchange, Intermediate Representation, section "Graphs").
 *
 * <ol>
 *   <li>Each value of a graph is written once: as an input, an initializer or by one node. An initializer may be the
 *       default of an input, and then has its type.
 *   <li>Nodes are in topological order: they read values written before, in their graph or in the ones around it.
 *   <li>Every output of a graph is written, and returned once.
 *   <li>Every node names its operator, and the model imports a version of the operator's domain.
 * </ol>
 */
public final class ModelVerifier {
    private final Set<String> domains = new HashSet<>();

    private ModelVerifier(OnnxModel model) {
        model.opsets().keySet().forEach(domain -> domains.add(standard(domain)));
        domains.addAll(Leftovers.functionDomains(model.content()));
    }

    /**
     * Checks that {@code model} keeps the laws above.
     *
     * @throws InvalidModelException naming the place and the law that is broken
     */
    public static void verify(OnnxModel model) {
        new ModelVerifier(model).verify(model.graph(), Set.of());
    }

    private static String standard(String domain) {
        return domain.equals("ai.onnx") ? "" : domain;
    }

    private void verify(Graph graph, Set<String> outer) {
        Set<String> written = new HashSet<>();
        for (ValueInfo input : graph.inputs()) {
            write(written, input.name(), "graph '" + graph.name() + "'");
        }
        graph.inputs().forEach(input -> checkDefault(graph, input));
        written.addAll(graph.initializers().keySet());
        written.addAll(Leftovers.sparseInitializers(graph));
        Set<String> visible = new HashSet<>(outer);
        visible.addAll(written);
        for (Node node : graph.nodes()) {
            verify(node, visible);
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    write(written, output, node.label());
                    visible.add(output);
                }
            }
        }
        checkOutputs(graph, visible);
    }

    private static void write(Set<String> written, String value, String where) {
        if (value.isEmpty()) {
            throw new InvalidModelException(where, "an input has a name", "a name", "none");
        }
        if (!written.add(value)) {
            throw new InvalidModelException(where, "value '" + value + "' is written once", "one writer", "two");
        }
    }

    private void verify(Node node, Set<String> visible) {
        if (node.opType().isEmpty()) {
            throw new InvalidModelException("node '" + node.name() + "'", "it names its operator", "a name", "none");
        }
        if (!domains.contains(standard(node.domain()))) {
            throw new InvalidModelException(
                    node.label(), "the model imports the domain of its operator", "'" + node.domain() + "'", domains);
        }
        for (String input : node.inputs()) {
            if (!input.isEmpty() && !visible.contains(input)) {
                throw new InvalidModelException(
                        node.label(), "value '" + input + "' is written before it is read", "a writer", "none");
            }
        }
        node.subgraphs().forEach(body -> verify(body, visible));
    }

    private static void checkDefault(Graph graph, ValueInfo input) {
        Tensor value = graph.initializers().get(input.name());
        TensorType type = input.type();
        if (value == null || type == null) {
            return;
        }
        if (!type.admits(value)) {
            throw new InvalidModelException("input '" + input.name() + "'", "its default has its type", type, value);
        }
    }

    private static void checkOutputs(Graph graph, Set<String> visible) {
        Set<String> returned = new HashSet<>();
        for (ValueInfo output : graph.outputs()) {
            String where = "graph '" + graph.name() + "'";
            if (!visible.contains(output.name())) {
                throw new InvalidModelException(where, "output '" + output.name() + "' is written", "a writer", "none");
            }
            if (!returned.add(output.name())) {
                throw new InvalidModelException(
                        where, "output '" + output.name() + "' is returned once", "once", "twice");
            }
        }
    }
}
