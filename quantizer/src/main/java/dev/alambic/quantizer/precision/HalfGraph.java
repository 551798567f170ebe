package dev.alambic.quantizer.precision;

import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A graph whose nodes read and write 16-bit twins of its float32 values. Each of the two forms of a value is made when
 * it is first asked for; a float32 value keeps its name, so that the bodies of control flow find it.
 */
final class HalfGraph {
    private final Graph graph;
    private final Set<String> floats;
    private final DataType type;
    private final Set<String> taken;
    private final Map<String, String> halves = new LinkedHashMap<>();
    private final Set<String> widened = new HashSet<>();
    private final List<String> notes = new ArrayList<>();

    /** @param floats the float32 values of the graph */
    HalfGraph(Graph graph, Set<String> floats, DataType type) {
        this.graph = graph;
        this.floats = floats;
        this.type = type;
        this.taken = new HashSet<>(floats);
        graph.inputs().forEach(input -> taken.add(input.name()));
        taken.addAll(graph.initializers().keySet());
        graph.nodes().forEach(node -> taken.addAll(node.outputs()));
    }

    /** Returns what was clamped. */
    List<String> notes() {
        return notes;
    }

    /** Returns the graph with all nodes in 16 bits but those that {@code kept} holds for. */
    Graph written(Predicate<Node> kept) {
        return Graph.build(graph.name(), out -> {
            out.rest(graph.rest()).inputs(graph.inputs()).outputs(graph.outputs());
            graph.initializers().forEach((name, tensor) -> {
                if (tensor.dataType() != DataType.FLOAT || graph.isInput(name)) {
                    out.initializer(name, tensor);
                }
            });
            graph.nodes().forEach(node -> {
                if (kept.test(node)) {
                    keep(out, node);
                } else {
                    narrow(out, node);
                }
            });
            graph.outputs().stream()
                    .map(ValueInfo::name)
                    .filter(floats::contains)
                    .forEach(name -> makeFloat(out, name));
        });
    }

    private void keep(Graph.Builder out, Node node) {
        floats.stream()
                .filter(name -> node.inputs().contains(name) || isCaptured(node, name))
                .sorted()
                .forEach(name -> makeFloat(out, name));
        node.outputs().stream().filter(floats::contains).forEach(widened::add);
        out.node(node);
    }

    private boolean isCaptured(Node node, String name) {
        return !node.subgraphs().isEmpty() && graph.index().consumers(name).contains(node);
    }

    private void narrow(Graph.Builder out, Node node) {
        Node half = node.renameInputs(name -> floats.contains(name) ? half(out, name) : name);
        List<String> outputs = node.outputs().stream()
                .map(name -> floats.contains(name) ? halves.computeIfAbsent(name, this::twin) : name)
                .toList();
        out.node(narrowed(half).withOutputs(outputs));
    }

    private Node narrowed(Node node) {
        Node narrowed = node;
        for (Map.Entry<String, Attribute> entry : node.attributes().entrySet()) {
            if (entry.getValue() instanceof Attribute.OfTensor tensor
                    && tensor.value().dataType() == DataType.FLOAT) {
                narrowed = narrowed.with(entry.getKey(), narrowed(node.label(), tensor.value()));
            }
        }
        boolean widens = node.is("Cast") && node.intAttribute("to", 0) == DataType.FLOAT.code();
        return widens ? narrowed.with("to", type.code()) : narrowed;
    }

    private String twin(String name) {
        String twin = name + "_f16";
        while (!taken.add(twin)) {
            twin += "_";
        }
        return twin;
    }

    private String half(Graph.Builder out, String name) {
        String known = halves.get(name);
        if (known != null) {
            return known;
        }
        String half = twin(name);
        halves.put(name, half);
        return graph.constant(name)
                .map(weight -> out.initializer(half, narrowed(name, weight)))
                .orElseGet(() -> out.node(
                        Node.of("Cast", List.of(name), half).withName("").with("to", type.code())));
    }

    private void makeFloat(Graph.Builder out, String name) {
        if (graph.isInput(name) || !widened.add(name)) {
            return;
        }
        graph.constant(name)
                .ifPresentOrElse(
                        weight -> out.initializer(name, weight),
                        () -> out.node(Node.of("Cast", List.of(half(out, name)), name)
                                .withName("")
                                .with("to", DataType.FLOAT.code())));
    }

    private Tensor narrowed(String where, Tensor tensor) {
        Narrowing narrowing = Narrowing.of(tensor, type, true);
        if (narrowing.outside() > 0) {
            notes.add("'" + where + "': " + narrowing.outside() + " elements beyond ±65504 were clamped");
        }
        if (narrowing.vanished() > 0) {
            notes.add("'" + where + "': " + narrowing.vanished() + " elements too small for " + type.lowerName()
                    + " became its smallest number");
        }
        return narrowing.tensor();
    }
}
