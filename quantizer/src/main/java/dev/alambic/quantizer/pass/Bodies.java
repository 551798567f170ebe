package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs a pass on each body of {@code If}, {@code Loop} and {@code Scan} as on a model of its own, and puts the result
 * back.
 *
 * <pre>{@code
 * a constant that the body reads of the graphs around it     becomes   an initializer
 * another value of theirs                                    becomes   an input
 * such a constant that those graphs read themselves          becomes   an output too, if the pass is exact: it stays
 * a new name                                                 becomes   one that no value of the whole model has
 * a new constant of 1 kB or more                             becomes   an initializer of the main graph, equal ones one,
 *                                                                      unless DequantizeLinear reads it
 * }</pre>
 *
 * <p>The last keeps a weight that both branches read one weight in its new form as well.
 */
final class Bodies {
    private static final long SHARED_BYTES = 1024;

    private final OnnxModel model;
    private final Pass pass;
    private final Set<String> names;
    private final Map<Tensor, String> hoisted = new LinkedHashMap<>();
    private final Map<String, Long> opsets;
    private final List<String> notes = new ArrayList<>();

    Bodies(OnnxModel model, Pass pass) {
        this.model = model;
        this.pass = pass;
        this.names = model.graph().allNames();
        this.opsets = new LinkedHashMap<>(model.opsets());
    }

    private boolean isExact() {
        return pass.promise() == Pass.Promise.EXACT;
    }

    /** Returns each body in {@code model} as a model that needs no other, in the order of their nodes. */
    static List<OnnxModel> alone(OnnxModel model) {
        List<OnnxModel> bodies = new ArrayList<>();
        collect(model, Map.of(), Map.of(), bodies);
        return bodies;
    }

    private static void collect(
            OnnxModel whole, Map<String, Tensor> outer, Map<String, TensorType> around, List<OnnxModel> bodies) {
        Graph graph = whole.graph();
        Map<String, Tensor> constants = new HashMap<>(outer);
        definitions(graph).forEach(constants::remove);
        graph.initializers()
                .keySet()
                .forEach(name -> graph.constant(name).ifPresent(tensor -> constants.put(name, tensor)));
        if (graph.nodes().stream().noneMatch(Bodies::isControlFlow)) {
            return;
        }
        Surroundings surroundings = new Surroundings(graph, constants, types(whole, constants, around));
        for (Node node : graph.nodes()) {
            for (Graph body : isControlFlow(node) ? node.subgraphs() : List.<Graph>of()) {
                OnnxModel alone = whole.withGraph(alone(body, surroundings, false));
                bodies.add(alone);
                collect(alone, constants, surroundings.types(), bodies);
            }
        }
    }

    /** What a body sees of the graphs around it. */
    private record Surroundings(Graph graph, Map<String, Tensor> constants, Map<String, TensorType> types) {

        /** Returns whether a node of the graph around reads {@code constant} itself. */
        boolean reads(String constant) {
            return graph.index().isOutput(constant)
                    || graph.index().consumers(constant).stream()
                            .anyMatch(node -> node.inputs().contains(constant));
        }
    }

    /** Returns the model with all bodies treated, and what the pass said of them. */
    Outcome treated() {
        Graph graph = model.graph();
        Map<String, Tensor> constants = new HashMap<>();
        graph.initializers()
                .keySet()
                .forEach(name -> graph.constant(name).ifPresent(tensor -> constants.put(name, tensor)));
        Graph treated = treated(model, constants, Map.of());
        OnnxModel made = model.withGraph(
                hoisted.isEmpty()
                        ? treated
                        : treated.edit(out -> hoisted.forEach((tensor, name) -> out.initializer(name, tensor))));
        for (Map.Entry<String, Long> opset : opsets.entrySet()) {
            if (!opset.getValue().equals(made.opsets().get(opset.getKey()))) {
                made = made.withOpset(opset.getKey(), opset.getValue());
            }
        }
        return new Outcome(made, notes.stream().distinct().toList());
    }

    /** Returns the graph of {@code whole} with the bodies of its nodes treated. */
    private Graph treated(OnnxModel whole, Map<String, Tensor> constants, Map<String, TensorType> around) {
        Graph graph = whole.graph();
        if (graph.nodes().stream().allMatch(node -> node.subgraphs().isEmpty())) {
            return graph;
        }
        Surroundings surroundings = new Surroundings(graph, constants, types(whole, constants, around));
        List<Node> nodes = graph.nodes().stream()
                .map(node -> isControlFlow(node) ? node.mapBodies(body -> treated(node, body, surroundings)) : node)
                .toList();
        return nodes.equals(graph.nodes()) ? graph : graph.edit(out -> out.nodes(nodes));
    }

    private static boolean isControlFlow(Node node) {
        return node.is("If") || node.is("Loop") || node.is("Scan");
    }

    /** Returns the types of the values that bodies of {@code whole} read, as far as they are known. */
    private static Map<String, TensorType> types(
            OnnxModel whole, Map<String, Tensor> constants, Map<String, TensorType> around) {
        Map<String, TensorType> types = new HashMap<>(around);
        boolean open = whole.graph().nodes().stream()
                .flatMap(node -> node.subgraphs().stream())
                .flatMap(body -> GraphIndex.captures(body).stream())
                .anyMatch(name -> !constants.containsKey(name));
        if (open) {
            try {
                types.putAll(Shapes.inferred(whole).types());
            } catch (InvalidModelException | UnsupportedModelException e) {
                // a body of a node whose types the runtime cannot tell alone is treated as far as that goes
            }
        }
        return types;
    }

    private Graph treated(Node node, Graph body, Surroundings around) {
        // samples are of the model, not of a body
        OnnxModel single = model.withSamples(List.of()).withGraph(alone(body, around, isExact()));
        Graph made = body;
        try {
            Outcome outcome = pass.apply(single);
            outcome.notes().stream()
                    .filter(note -> !Outcome.isIdle(note))
                    .map(note -> "in a body of " + node.label() + ": " + note)
                    .forEach(notes::add);
            if (!outcome.model().graph().equals(single.graph())) {
                made = putBack(body, around, outcome.model().graph());
                outcome.model().opsets().forEach(opsets::putIfAbsent);
            }
        } catch (InvalidModelException | UnsupportedModelException e) {
            if (!isExact()) {
                notes.add("a body of " + node.label() + " stays as it is: " + e.getMessage());
            }
        }
        Map<String, Tensor> constants = new HashMap<>(around.constants());
        hoisted.forEach((tensor, name) -> constants.put(name, tensor));
        Set.copyOf(definitions(made)).forEach(constants::remove);
        constants.putAll(made.initializers());
        return treated(model.withGraph(alone(made, around, isExact())), made, constants, around.types());
    }

    /** Treats the bodies inside {@code body}, of which {@code single} is the model. */
    private Graph treated(OnnxModel single, Graph body, Map<String, Tensor> constants, Map<String, TensorType> around) {
        Graph inner = treated(single, constants, around);
        return inner.nodes().equals(body.nodes()) ? body : body.edit(out -> out.nodes(inner.nodes()));
    }

    /**
     * Returns {@code body} as a graph that needs no other.
     *
     * @param exact whether constants that the graphs around it read themselves are to stay
     */
    private static Graph alone(Graph body, Surroundings around, boolean exact) {
        return body.edit(out -> GraphIndex.captures(body).forEach(name -> {
            Tensor constant = around.constants().get(name);
            if (constant == null) {
                TensorType type = around.types().get(name);
                out.input(new ValueInfo(name, type, Bytes.EMPTY));
            } else {
                out.initializer(name, constant);
                if (exact && around.reads(name)) {
                    out.output(new ValueInfo(name, null, Bytes.EMPTY));
                }
            }
        }));
    }

    private static Set<String> definitions(Graph graph) {
        Set<String> names = new HashSet<>(graph.initializers().keySet());
        graph.inputs().stream().map(ValueInfo::name).forEach(names::add);
        graph.nodes().forEach(node -> names.addAll(node.outputs()));
        names.remove("");
        return names;
    }

    private static boolean isSame(Map<String, Tensor> constants, String name, Tensor tensor) {
        Tensor known = constants.get(name);
        return known != null && tensor.equals(known);
    }

    /** Returns what the pass made of {@code body} without what was added to make it a graph of its own. */
    private Graph putBack(Graph body, Surroundings around, Graph made) {
        List<ValueInfo> outputs = made.outputs().subList(0, body.outputs().size());
        Set<String> returned = new HashSet<>();
        outputs.forEach(output -> returned.add(output.name()));
        Map<String, Tensor> kept = new LinkedHashMap<>();
        Map<String, String> renamed = new HashMap<>();
        Set<String> old = body.allNames();
        made.initializers().forEach((name, tensor) -> {
            if (isSame(around.constants(), name, tensor) && !definitions(body).contains(name)) {
                return; // as it is in the graph around
            }
            boolean isNew = !old.contains(name) || !isSame(body.initializers(), name, tensor);
            if (isNew && isLarge(tensor) && !returned.contains(name) && !isDequantized(made, name)) {
                renamed.put(name, hoisted.computeIfAbsent(tensor, any -> fresh(name)));
            } else {
                kept.put(name, tensor);
            }
        });
        Set<String> defined = new HashSet<>(kept.keySet());
        made.nodes().forEach(node -> {
            defined.addAll(node.outputs());
            node.subgraphs().forEach(inner -> defined.addAll(inner.allNames()));
        });
        defined.remove("");
        defined.stream()
                .filter(name -> !old.contains(name) && !renamed.containsKey(name))
                .sorted()
                .forEach(name -> renamed.put(name, fresh(name)));
        Graph plain = made.edit(out -> {
            out.inputs(made.inputs().subList(0, body.inputs().size())).outputs(outputs);
            List.copyOf(made.initializers().keySet()).forEach(out::removeInitializer);
            kept.forEach(out::initializer);
        });
        return plain.renamedAll(name -> renamed.getOrDefault(name, name));
    }

    /** ONNX Runtime looks for such a constant beside the node that reads it, and does not load the model otherwise. */
    private static boolean isDequantized(Graph graph, String constant) {
        return graph.index().consumers(constant).stream().anyMatch(node -> node.is("DequantizeLinear"));
    }

    private static boolean isLarge(Tensor tensor) {
        return tensor.dataType() != DataType.STRING && tensor.byteSize() >= SHARED_BYTES;
    }

    /** Returns a name made from {@code base} that no value of the model has. */
    private String fresh(String base) {
        String candidate = base;
        for (int i = 1; !names.add(candidate); i++) {
            candidate = base + "_" + i;
        }
        return candidate;
    }
}
