package dev.alambic.onnx.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An immutable graph: inputs, outputs, constant initializers, and nodes in topological order.
 *
 * <p>Weights are shared by reference, so that building a changed graph costs only its list of nodes. Who writes and who
 * reads a value is asked of the {@link #index()}, which is computed once.
 */
public final class Graph {

    private final String name;
    private final List<ValueInfo> inputs;
    private final List<ValueInfo> outputs;
    private final Map<String, Tensor> initializers;
    private final List<Node> nodes;
    private final List<ValueInfo> valueInfos;
    private final Bytes rest;
    private final Map<Object, Object> facts = new ConcurrentHashMap<>();
    private volatile @Nullable GraphIndex index;

    private Graph(Builder builder) {
        this.name = builder.name;
        this.inputs = List.copyOf(builder.inputs);
        this.outputs = List.copyOf(builder.outputs);
        this.initializers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.initializers));
        this.nodes = List.copyOf(builder.nodes);
        this.valueInfos = List.copyOf(builder.valueInfos);
        this.rest = builder.rest;
    }

    /** Builds a graph; the builder is only valid inside {@code body}. */
    public static Graph build(String name, Consumer<Builder> body) {
        Builder builder = new Builder(name);
        body.accept(builder);
        return new Graph(builder);
    }

    /** Returns this graph changed by {@code body}, which starts from all of its content. */
    public Graph edit(Consumer<Builder> body) {
        return build(name, builder -> {
            builder.copy(this);
            builder.nodes.addAll(nodes);
            body.accept(builder);
            builder.nameOnce();
        });
    }

    /** Returns this graph with each node passed on, dropped, or replaced by {@code rewrite}. */
    public Graph rewrite(BiConsumer<Builder, Node> rewrite) {
        return build(name, builder -> {
            builder.copy(this);
            builder.reserve(nodes);
            inputs.forEach(input -> builder.reserved.add(input.name()));
            nodes.forEach(node -> rewrite.accept(builder, node));
            builder.nameOnce();
        });
    }

    /** Returns this graph with constants and what nodes read and write renamed, without the types of inner values. */
    public Graph renamed(UnaryOperator<String> rename) {
        return build(name, builder -> {
            builder.rest(rest).inputs(inputs).outputs(outputs);
            nodes.forEach(node -> builder.node(node.rename(rename)));
            initializers.forEach((value, tensor) -> builder.initializer(rename.apply(value), tensor));
        });
    }

    /** Returns this graph with all that it and the subgraphs in it define or read renamed. */
    public Graph renamedAll(UnaryOperator<String> rename) {
        return build(name, builder -> {
            builder.rest(rest);
            inputs.forEach(input -> builder.input(input.withName(rename.apply(input.name()))));
            outputs.forEach(output -> builder.output(output.withName(rename.apply(output.name()))));
            valueInfos.forEach(info -> builder.valueInfos.add(info.withName(rename.apply(info.name()))));
            initializers.forEach((value, tensor) -> builder.initializer(rename.apply(value), tensor));
            nodes.forEach(node -> builder.node(node.renameAll(rename)));
        });
    }

    /** Returns this graph and the subgraphs in it, each before those inside of it. */
    public Stream<Graph> allGraphs() {
        return Stream.concat(
                Stream.of(this),
                nodes.stream().flatMap(node -> node.subgraphs().stream()).flatMap(Graph::allGraphs));
    }

    /** Returns the nodes of this graph and of the subgraphs in it. */
    public Stream<Node> allNodes() {
        return allGraphs().flatMap(graph -> graph.nodes().stream());
    }

    /** Returns every name that this graph or a subgraph in it gives to a value. */
    public Set<String> allNames() {
        Set<String> names = new HashSet<>(initializers.keySet());
        inputs.forEach(input -> names.add(input.name()));
        outputs.forEach(output -> names.add(output.name()));
        for (Node node : nodes) {
            names.addAll(node.outputs());
            node.subgraphs().forEach(body -> names.addAll(body.allNames()));
        }
        names.remove("");
        return names;
    }

    public String name() {
        return name;
    }

    public List<ValueInfo> inputs() {
        return inputs;
    }

    public List<ValueInfo> outputs() {
        return outputs;
    }

    /** Returns the constants by name, in the order of the file. */
    public Map<String, Tensor> initializers() {
        return initializers;
    }

    public List<Node> nodes() {
        return nodes;
    }

    /** Returns what the file says of the types of intermediate values. */
    public List<ValueInfo> valueInfos() {
        return valueInfos;
    }

    /** Returns what the file says of the graph beyond the other accessors. */
    public Bytes rest() {
        return rest;
    }

    public Optional<Tensor> initializer(String value) {
        return Optional.ofNullable(initializers.get(value));
    }

    /**
     * Returns the tensor that {@code value} is in the file: an initializer, which a caller may be free to override, or
     * what a {@code Constant} node holds.
     */
    public Optional<Tensor> stored(String value) {
        return initializer(value).or(() -> index().producer(value).flatMap(Node::constantValue));
    }

    /**
     * Returns the constant {@code value}: an initializer that no caller can override, or what a {@code Constant} node
     * holds. An initializer that is listed as an input too is only its default, and is no constant.
     */
    public Optional<Tensor> constant(String value) {
        return isInput(value) ? Optional.empty() : stored(value);
    }

    /** Returns the constant that {@code node} reads as input {@code index}; see {@link #constant(String)}. */
    public Optional<Tensor> constant(Node node, int index) {
        return node.input(index).flatMap(this::constant);
    }

    /** Returns the float32 constant that {@code node} reads as input {@code index}; see {@link #constant(String)}. */
    public Optional<Tensor> floatConstant(Node node, int index) {
        return constant(node, index).filter(tensor -> tensor.dataType() == DataType.FLOAT);
    }

    /**
     * Returns the constant of any floating-point type of 16 bits or more that {@code node} reads as input
     * {@code index}.
     */
    public Optional<Tensor> floatingConstant(Node node, int index) {
        return constant(node, index)
                .filter(tensor ->
                        tensor.dataType().isFloating() && tensor.dataType().bits() >= Short.SIZE);
    }

    /** Returns whether the caller may feed {@code value}. */
    public boolean isInput(String value) {
        return index().isInput(value);
    }

    /** Returns the inputs that the caller must feed: those without an initializer as default. */
    public List<ValueInfo> requiredInputs() {
        return inputs.stream()
                .filter(input -> !initializers.containsKey(input.name()))
                .toList();
    }

    /** Returns who writes and who reads each value. */
    public GraphIndex index() {
        GraphIndex known = index;
        if (known == null) {
            known = GraphIndex.of(this);
            index = known;
        }
        return known;
    }

    /**
     * Returns what {@code find} tells of this graph, which never changes: it is asked once and remembered as long as
     * the graph is there.
     *
     * @param question tells one such fact from others
     */
    public <T> T fact(Object question, Class<T> kind, Supplier<T> find) {
        Object known = facts.get(question);
        if (known == null) {
            T found = find.get();
            Object earlier = facts.putIfAbsent(question, found);
            known = earlier == null ? found : earlier;
        }
        return kind.cast(known);
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof Graph graph
                && name.equals(graph.name)
                && inputs.equals(graph.inputs)
                && outputs.equals(graph.outputs)
                && nodes.equals(graph.nodes)
                && initializers.equals(graph.initializers)
                && valueInfos.equals(graph.valueInfos)
                && rest.equals(graph.rest);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + nodes.hashCode();
    }

    /** Returns the calls, one a line. */
    @Override
    public String toString() {
        return nodes.stream().map(Node::toString).collect(Collectors.joining("\n"));
    }

    /** Collects the content of a graph; nodes in execution order. */
    public static final class Builder {
        private String name;
        private final List<ValueInfo> inputs = new ArrayList<>();
        private final List<ValueInfo> outputs = new ArrayList<>();
        private final Map<String, Tensor> initializers = new LinkedHashMap<>();
        private final List<Node> nodes = new ArrayList<>();
        private final List<ValueInfo> valueInfos = new ArrayList<>();
        private Bytes rest = Bytes.EMPTY;
        private final Set<String> reserved = new HashSet<>();

        private Builder(String name) {
            this.name = name;
        }

        private void copy(Graph graph) {
            inputs.addAll(graph.inputs);
            outputs.addAll(graph.outputs);
            initializers.putAll(graph.initializers);
            valueInfos.addAll(graph.valueInfos);
            rest = graph.rest;
        }

        private void reserve(Collection<Node> taken) {
            taken.forEach(node -> {
                reserved.addAll(node.outputs());
                // a node is called by what it writes, and no two alike
                reserved.add(node.name());
                node.subgraphs().forEach(this::reserve);
            });
        }

        private void reserve(Graph body) {
            body.inputs().forEach(input -> reserved.add(input.name()));
            reserved.addAll(body.initializers.keySet());
            reserve(body.nodes);
        }

        /**
         * Takes the name of nodes that are called as another one, which the runtime refuses: those that are called by
         * what they write lose it before those that somebody named.
         */
        private void nameOnce() {
            Map<String, Integer> keepers = new HashMap<>();
            boolean twice = false;
            for (int i = 0; i < nodes.size(); i++) {
                Node node = nodes.get(i);
                if (!node.name().isEmpty()) {
                    Integer other = keepers.putIfAbsent(node.name(), i);
                    twice |= other != null;
                    if (other != null && isCalledByOutput(nodes.get(other)) && !isCalledByOutput(node)) {
                        keepers.put(node.name(), i);
                    }
                }
            }
            for (int i = 0; twice && i < nodes.size(); i++) {
                Node node = nodes.get(i);
                if (!node.name().isEmpty() && keepers.getOrDefault(node.name(), i) != i) {
                    nodes.set(i, node.withName(""));
                }
            }
        }

        private static boolean isCalledByOutput(Node node) {
            return node.outputs().contains(node.name());
        }

        public Builder name(String newName) {
            name = newName;
            return this;
        }

        public Builder input(ValueInfo input) {
            inputs.add(input);
            return this;
        }

        public Builder output(ValueInfo output) {
            outputs.add(output);
            return this;
        }

        public Builder inputs(List<ValueInfo> newInputs) {
            inputs.clear();
            inputs.addAll(newInputs);
            return this;
        }

        public Builder outputs(List<ValueInfo> newOutputs) {
            outputs.clear();
            outputs.addAll(newOutputs);
            return this;
        }

        /** Adds the constant {@code value} or replaces the one of that name; returns {@code value}. */
        public String initializer(String value, Tensor tensor) {
            initializers.put(value, tensor);
            return value;
        }

        /** Adds {@code tensor} under a {@link #fresh} name made from {@code base}; returns that name. */
        public String constant(String base, Tensor tensor) {
            return initializer(fresh(base), tensor);
        }

        public Builder removeInitializer(String value) {
            initializers.remove(value);
            return this;
        }

        public Builder valueInfos(List<ValueInfo> newValueInfos) {
            valueInfos.clear();
            valueInfos.addAll(newValueInfos);
            return this;
        }

        public Builder rest(Bytes newRest) {
            rest = newRest;
            return this;
        }

        /** Appends {@code node}, whose inputs must already be defined; returns its first output. */
        public String node(Node node) {
            nodes.add(node);
            return node.output();
        }

        /** Appends a call whose one output has a {@link #fresh} name made from {@code base}; returns that name. */
        public String node(String opType, List<String> operands, String base) {
            return node(Node.of(opType, operands, fresh(base)));
        }

        /** Replaces all nodes collected so far. */
        public Builder nodes(List<Node> newNodes) {
            nodes.clear();
            nodes.addAll(newNodes);
            return this;
        }

        /** Returns a name made from {@code base} that no value of the graph has, nor one in the bodies of its nodes. */
        public String fresh(String base) {
            if (reserved.isEmpty()) {
                reserve(nodes);
                inputs.forEach(input -> reserved.add(input.name()));
                reserved.addAll(initializers.keySet());
            }
            String candidate = base;
            for (int i = 1; initializers.containsKey(candidate) || !reserved.add(candidate); i++) {
                candidate = base + "_" + i;
            }
            return candidate;
        }
    }
}
