package dev.alambic.onnx.match;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.message.Nearest;
import dev.alambic.onnx.operator.Trait;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The values that the nodes of a graph compute, found by name, by the path of their block, or by what they are. */
public final class InnerValues {

    /** A stage of attention, not what a block gives. */
    private static final Trait MASKED = Trait.of("Softmax Where");

    private final Graph graph;
    private final Values values;

    private InnerValues(Graph graph) {
        this.graph = graph;
        this.values = Values.ofFloats(graph);
    }

    public static InnerValues of(Graph graph) {
        return new InnerValues(graph);
    }

    /** Returns the names of all, in the order of the nodes; constants are none. */
    public List<String> names() {
        return graph.nodes().stream()
                .filter(node -> !node.is("Constant"))
                .flatMap(node -> node.outputs().stream())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /**
     * Returns the value of that name; or else the last one that a block of that path computes: of nodes named
     * {@code /layer4/layer4.1/conv1/Conv}, {@code layer4.1} is the path of a block.
     */
    public Optional<String> find(String name) {
        if (graph.index().producer(name).isPresent()) {
            return Optional.of(name);
        }
        return graph.nodes().stream()
                .filter(node -> !node.is("Constant") && node.name().contains("/") && lies(node.name(), name))
                .reduce((first, second) -> second)
                .flatMap(node -> node.outputs().stream().findFirst());
    }

    /** Returns {@code ", did you mean 'x'?"}, or how many values there are. */
    public String hint(String name) {
        List<String> near = Nearest.several(name, names());
        return near.isEmpty()
                ? " (expected one of its " + names().size() + " values)"
                : ", did you mean "
                        + String.join(
                                " or ",
                                near.stream().map(each -> "'" + each + "'").toList()) + "?";
    }

    private static boolean lies(String node, String block) {
        String inside = "." + path(node) + ".";
        return inside.contains("." + block + ".");
    }

    /** Returns the scopes of a node's name; exporters repeat those around one in its own name. */
    static String path(String node) {
        List<String> scopes = new ArrayList<>();
        for (String scope : node.split("/", -1)) {
            if (scope.isEmpty()) {
                continue;
            }
            String last = scopes.isEmpty() ? "" : scopes.get(scopes.size() - 1);
            if (!last.isEmpty() && scope.startsWith(last + ".")) {
                scopes.set(scopes.size() - 1, scope);
            } else {
                scopes.add(scope);
            }
        }
        return String.join(".", scopes);
    }

    /** Returns the values that are good for that, in the order of the nodes. */
    public List<String> of(ValueKind kind) {
        return kind == ValueKind.ATTENTION ? attention() : features();
    }

    private List<String> attention() {
        return graph.nodes().stream()
                .filter(node -> node.is("Softmax"))
                .map(Node::output)
                .filter(value -> !graph.index().isOutput(value))
                .toList();
    }

    private List<String> features() {
        Set<String> normalized = new LinkedHashSet<>();
        Set<String> joined = new LinkedHashSet<>();
        Set<String> active = new LinkedHashSet<>();
        for (Node node : graph.nodes()) {
            if (node.outputs().isEmpty()
                    || graph.index().isOutput(node.outputs().get(0))) {
                continue;
            }
            boolean isLayerNorm = node.is("LayerNormalization")
                    || node.is("SkipLayerNormalization")
                    || LayerNormMatch.ending(values, node, name -> Optional.empty())
                            .isPresent();
            if (isLayerNorm) {
                normalized.add(node.outputs().get(0));
            } else if (joins(node)) {
                joined.add(activated(node.output()));
            } else if (Trait.ACTIVATION.isOf(node)) {
                active.add(node.outputs().get(0));
            }
        }
        Set<String> found = normalized.isEmpty() ? joined.isEmpty() ? active : joined : normalized;
        return List.copyOf(found);
    }

    /** Returns whether a node adds what went through layers to what went around them. */
    private boolean joins(Node node) {
        return node.is("Add")
                && node.inputs().stream()
                        .allMatch(input -> graph.index().producer(input).isPresent()
                                && graph.constant(input).isEmpty())
                && graph.index().consumers(node.output()).stream().noneMatch(MASKED::isOf)
                && node.inputs().stream().noneMatch(this::isShape);
    }

    private boolean isShape(String value) {
        return graph.index().producer(value).filter(Trait.EXTENTS::isOf).isPresent();
    }

    /** Returns what the activation behind a sum gives, where there is one. */
    private String activated(String sum) {
        return graph.index()
                .soleConsumer(sum)
                .filter(Trait.ACTIVATION::isOf)
                .map(Node::output)
                .filter(value -> !graph.index().isOutput(value))
                .orElse(sum);
    }
}
