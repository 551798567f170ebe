package dev.alambic.onnx.canonical;

import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.ModelContent;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.serde.LocalFunction;
import dev.alambic.onnx.serde.LocalFunctions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Puts the nodes of a model's own functions in the place of their calls, in the bodies of other nodes as well (ONNX,
 * Intermediate Representation, section "Functions").
 *
 * <pre>{@code
 * operand i, or "" if the call leaves it out   for   input i of the function
 * result i                                     for   output i
 * a name that no value of the model has        for   what its nodes compute in between
 * the call's attribute, else its default       for   an attribute that refers to it; none of both: left out
 * }</pre>
 *
 * <p>Larger constants of a function become one initializer of the model, however often it is called.
 */
final class FunctionInlining {
    private static final long LARGE_ELEMENTS = 16;

    private final FunctionCalls functions;
    private final Set<String> taken;
    private final Set<String> nodeNames = new HashSet<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final Map<String, String> hoisted = new HashMap<>();

    private FunctionInlining(Graph graph, FunctionCalls functions) {
        this.functions = functions;
        this.taken = graph.allNames();
        graph.allNodes().forEach(node -> nodeNames.add(node.name()));
    }

    /**
     * Returns {@code content} without functions; itself if it has none.
     *
     * @param notes takes what was done
     */
    static ModelContent inlined(ModelContent content, List<String> notes) {
        List<LocalFunction> defined = LocalFunctions.of(content);
        if (defined.isEmpty()) {
            return content;
        }
        FunctionCalls calls = new FunctionCalls(defined);
        calls.size(content.graph().nodes());
        List<LocalFunction> used = defined.stream()
                .filter(function -> calls.met().contains(function.key()))
                .toList();
        Graph graph = new FunctionInlining(content.graph(), calls).inlined(content.graph());
        if (!used.isEmpty()) {
            notes.add("operators that the model defines itself were written out: "
                    + String.join(
                            ", ",
                            used.stream()
                                    .map(function -> function.key().name())
                                    .distinct()
                                    .toList()));
        }
        Map<String, Long> opsets = opsets(content, graph, defined, used);
        return LocalFunctions.without(content).withGraph(graph).withOpsets(opsets);
    }

    /** Returns the domains of {@code content} that are still used, and those that only functions used. */
    private static Map<String, Long> opsets(
            ModelContent content, Graph graph, List<LocalFunction> defined, List<LocalFunction> used) {
        Map<String, Long> opsets = new LinkedHashMap<>(content.opsets());
        for (LocalFunction function : used) {
            function.opsets().forEach((domain, version) -> {
                boolean standard = domain.isEmpty() || domain.equals("ai.onnx");
                if (!standard || !(opsets.containsKey("") || opsets.containsKey("ai.onnx"))) {
                    opsets.putIfAbsent(domain, version);
                }
            });
        }
        Set<String> needed = new HashSet<>();
        domains(graph, needed);
        defined.stream()
                .map(function -> function.key().domain())
                .filter(domain -> !domain.isEmpty() && !needed.contains(domain))
                .forEach(opsets::remove);
        return opsets;
    }

    private static void domains(Graph graph, Set<String> domains) {
        for (Node node : graph.nodes()) {
            domains.add(node.domain());
            node.subgraphs().forEach(body -> domains(body, domains));
        }
    }

    private String fresh(String base) {
        String candidate = base;
        for (int i = 1; !taken.add(candidate); i++) {
            candidate = base + "_" + i;
        }
        return candidate;
    }

    /** Returns a name for a node of a function that no other node has. */
    private String nodeName(String call, String inner) {
        if (call.isEmpty() || inner.isEmpty()) {
            return "";
        }
        String base = call + "/" + inner;
        String candidate = base;
        for (int i = 1; !nodeNames.add(candidate); i++) {
            candidate = base + "_" + i;
        }
        return candidate;
    }

    private Graph inlined(Graph graph) {
        List<Node> nodes = expanded(graph.nodes());
        return graph.edit(out -> {
            out.nodes(nodes);
            constants.forEach(out::initializer);
        });
    }

    private List<Node> expanded(List<Node> nodes) {
        List<Node> expanded = new ArrayList<>();
        for (Node node : nodes) {
            Optional<LocalFunction> called = functions.called(node);
            if (called.isPresent()) {
                expanded.addAll(expanded(new Call(node, called.get()).nodes()));
            } else {
                expanded.add(node.mapBodies(body -> body.edit(out -> out.nodes(expanded(body.nodes())))));
            }
        }
        return expanded;
    }

    /** One call of a function. */
    private final class Call {
        private final Node node;
        private final LocalFunction function;
        private final Map<String, Attribute> attributes;
        private final Map<String, String> names = new HashMap<>();
        private final List<Node> ends = new ArrayList<>();

        Call(Node node, LocalFunction function) {
            this.node = node;
            this.function = function;
            this.attributes = new LinkedHashMap<>(function.defaults());
            attributes.putAll(node.attributes());
            checkCounts();
        }

        private void checkCounts() {
            if (node.inputs().size() > function.inputs().size()
                    || node.outputs().size() > function.outputs().size()) {
                throw new InvalidModelException(
                        node.label(),
                        "a call has no more inputs and outputs than its " + function.key(),
                        function.inputs().size() + " and " + function.outputs().size(),
                        node.inputs().size() + " and " + node.outputs().size());
            }
        }

        List<Node> nodes() {
            for (int i = 0; i < function.inputs().size(); i++) {
                names.put(function.inputs().get(i), node.input(i).orElse(""));
            }
            nameOutputs();
            List<Node> nodes = new ArrayList<>();
            for (Node inner : function.nodes()) {
                if (!hoist(inner)) {
                    inner.outputs().forEach(this::define);
                    nodes.add(instance(inner, names));
                }
            }
            nodes.addAll(ends);
            return nodes;
        }

        private void nameOutputs() {
            Set<String> computed = new HashSet<>();
            function.nodes().forEach(inner -> computed.addAll(inner.outputs()));
            for (int i = 0; i < node.outputs().size(); i++) {
                String actual = node.outputs().get(i);
                String formal = function.outputs().get(i);
                if (actual.isEmpty()) {
                    continue;
                }
                if (computed.contains(formal) && !names.containsKey(formal)) {
                    names.put(formal, actual);
                } else {
                    ends.add(Node.of("Identity", List.of(actual(names, formal)), actual)
                            .withName(""));
                }
            }
        }

        private void define(String output) {
            if (!output.isEmpty()) {
                names.computeIfAbsent(output, FunctionInlining.this::fresh);
            }
        }

        /** Makes a larger constant an initializer; returns whether {@code inner} was one. */
        private boolean hoist(Node inner) {
            Tensor value = inner.is("Constant") && inner.attributes().get("value") instanceof Attribute.OfTensor tensor
                    ? tensor.value()
                    : null;
            if (value == null
                    || value.elementCount() <= LARGE_ELEMENTS
                    || function.outputs().contains(inner.output())) {
                return false;
            }
            String name = hoisted.computeIfAbsent(function.key() + " " + inner.output(), key -> {
                String made = fresh(inner.output());
                constants.put(made, value);
                return made;
            });
            names.put(inner.output(), name);
            return true;
        }

        private Node instance(Node inner, Map<String, String> scope) {
            Map<String, Attribute> values = new LinkedHashMap<>();
            inner.attributes().forEach((key, value) -> {
                Optional<String> reference = LocalFunctions.reference(value);
                Attribute actual = reference.isPresent() ? attributes.get(reference.get()) : value;
                if (actual != null) {
                    values.put(
                            key,
                            actual.mapGraphs(
                                    reference.isPresent() ? FunctionInlining.this::copy : body -> body(body, scope)));
                }
            });
            return inner.withAttributes(values)
                    .withName(nodeName(node.name(), inner.name()))
                    .rename(name -> actual(scope, name));
        }

        private String actual(Map<String, String> scope, String name) {
            String known = name.isEmpty() ? "" : scope.get(name);
            if (known == null) {
                throw new InvalidModelException(
                        function.key().toString(),
                        "value '" + name + "' is written before it is read",
                        "a writer",
                        "none");
            }
            return known;
        }

        /** Returns a body of a node of the function, with names of its own. */
        private Graph body(Graph body, Map<String, String> around) {
            Map<String, String> scope = new HashMap<>(around);
            definitions(body).forEach(name -> scope.put(name, fresh(name)));
            return renamed(body, scope, inner -> instance(inner, scope), name -> actual(scope, name));
        }
    }

    /** Returns a body that a call gives to its function, with names of its own for what is defined in it. */
    private Graph copy(Graph body) {
        return copy(body, Map.of());
    }

    private Graph copy(Graph body, Map<String, String> around) {
        Map<String, String> scope = new HashMap<>(around);
        definitions(body).forEach(name -> scope.put(name, fresh(name)));
        return renamed(
                body,
                scope,
                node -> node.mapBodies(inner -> copy(inner, scope)).rename(name -> scope.getOrDefault(name, name)),
                name -> scope.getOrDefault(name, name));
    }

    private static Set<String> definitions(Graph body) {
        Set<String> names = new HashSet<>(body.initializers().keySet());
        body.inputs().forEach(input -> names.add(input.name()));
        body.nodes().forEach(node -> names.addAll(node.outputs()));
        names.remove("");
        return names;
    }

    private static Graph renamed(
            Graph body, Map<String, String> scope, UnaryOperator<Node> instance, UnaryOperator<String> reader) {
        return Graph.build(body.name(), out -> {
            out.rest(body.rest());
            body.inputs().forEach(input -> out.input(input.withName(reader.apply(input.name()))));
            body.outputs().forEach(output -> out.output(output.withName(reader.apply(output.name()))));
            body.initializers()
                    .forEach((name, tensor) -> out.initializer(Objects.requireNonNull(scope.get(name)), tensor));
            out.nodes(body.nodes().stream().map(instance).toList());
        });
    }
}
