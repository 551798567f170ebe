package dev.alambic.quantizer.diff;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.RowOrder;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.Carried;
import dev.alambic.onnx.state.StatePairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Adds up the differences of two models, sample by sample. */
final class Differences {
    /** Operators whose results are constant, or no tensors: there is nothing to compare. */
    private static final Set<String> NOT_COMPARED =
            Set.of("Constant", "ConstantOfShape", "SequenceConstruct", "SequenceEmpty", "SplitToSequence", "Optional");

    private final Graph graph;
    private final Map<String, Tally> outputs = new LinkedHashMap<>();
    private final Map<String, Tally> layers = new LinkedHashMap<>();
    private int skipped;
    private final StatePairs states;
    private final StepTally steps;
    private long samples;

    private Differences(Graph graph, StatePairs states) {
        this.graph = graph;
        this.states = states;
        this.steps = new StepTally(states);
        graph.outputs().stream().map(ValueInfo::name).forEach(name -> outputs.put(name, new Tally()));
    }

    static ModelDiff of(OnnxModel expected, OnnxModel actual, Iterable<Map<String, Tensor>> samples) {
        OnnxModel first = Legible.of(expected);
        OnnxModel second = Legible.of(actual);
        Differences found = new Differences(first.graph(), StatePairs.of(expected));
        found.match(second.graph());
        Set<String> inside = found.layers.keySet();
        try (Session whole = Session.open(expected, SessionOptions.defaults());
                Session otherWhole = Session.open(actual, SessionOptions.defaults());
                Session opened = Session.open(first, inside, SessionOptions.defaults());
                Session otherOpened = Session.open(second, inside, SessionOptions.defaults())) {
            retain(found.outputs.keySet(), whole, otherWhole);
            retain(inside, opened, otherOpened);
            Pair outside = found.pair(whole, expected, otherWhole, actual);
            Pair opening = found.pair(opened, first, otherOpened, second);
            for (Map<String, Tensor> sample : samples) {
                Map<String, Tensor> fed = outside.expected.state.feeds(sample);
                found.run(outside, sample, found.outputs.keySet(), found::addOutput);
                if (found.steps.isWanted()) {
                    otherWhole.run(fed, found.outputs.keySet(), found.steps::addSingle);
                }
                found.run(opening, sample, inside, found::addLayer);
                found.samples++;
            }
        }
        if (found.samples == 0) {
            throw new IllegalArgumentException("diff: at least one sample is needed (expected 1 or more, was 0)");
        }
        return found.result();
    }

    /** Forgets the values that are no tensors, such as sequences. */
    private static void retain(Set<String> values, Session one, Session other) {
        values.removeAll(notTensors(one));
        values.removeAll(notTensors(other));
    }

    private static Set<String> notTensors(Session session) {
        return session.outputs().stream()
                .filter(output -> output.type() == null)
                .map(ValueInfo::name)
                .collect(Collectors.toSet());
    }

    /** Is told what both models gave for a value. */
    @FunctionalInterface
    private interface Visitor {
        void visit(String value, Tensor expected, Tensor actual);
    }

    /** A model with its state. */
    private record Side(Session session, Carried state) {}

    /** Both models, each with its own state. */
    private record Pair(Side expected, Side actual) {}

    private Pair pair(Session session, OnnxModel model, Session otherSession, OnnxModel other) {
        return new Pair(
                new Side(session, Carried.of(states, model.graph())),
                new Side(otherSession, Carried.of(states, other.graph())));
    }

    private void run(Pair pair, Map<String, Tensor> sample, Set<String> values, Visitor visitor) {
        if (!values.isEmpty()) {
            // a copy, since values that do not compare are forgotten on the way
            List<String> names = List.copyOf(values);
            Map<String, Tensor> a = pair.expected.state.run(pair.expected.session, sample, names);
            Map<String, Tensor> b =
                    RowOrder.of(graph).aligned(a, pair.actual.state.run(pair.actual.session, sample, names));
            names.forEach(name ->
                    visitor.visit(name, Objects.requireNonNull(a.get(name)), Objects.requireNonNull(b.get(name))));
        }
    }

    private void match(Graph other) {
        Set<String> known = valuesInside(other);
        for (String value : valuesInside(graph)) {
            if (known.contains(value)) {
                layers.put(value, new Tally());
            } else {
                skipped++;
            }
        }
    }

    private static Set<String> valuesInside(Graph graph) {
        Set<String> values = new LinkedHashSet<>();
        graph.nodes().stream()
                .filter(node -> !NOT_COMPARED.contains(node.opType()))
                .map(Node::outputs)
                .forEach(values::addAll);
        values.remove("");
        graph.outputs().forEach(output -> values.remove(output.name()));
        return values;
    }

    private void addOutput(String name, Tensor a, Tensor b) {
        if (a.dataType() != b.dataType() || !Arrays.equals(a.dims(), b.dims())) {
            if (a.dataType() == b.dataType() && isOpen(name) && a.rank() == b.rank()) {
                outputs.computeIfAbsent(name, any -> new Tally()).sizesDiffer();
                return;
            }
            throw new IllegalArgumentException("output '" + name
                    + "': type and shape are the same in both models (expected " + a + ", was " + b + ")");
        }
        outputs.computeIfAbsent(name, any -> new Tally()).add(a, b);
        steps.add(name, a, b);
    }

    /** Returns whether the size of an output may depend on the values. */
    private boolean isOpen(String output) {
        return graph.outputs().stream()
                .filter(value -> value.name().equals(output))
                .map(ValueInfo::type)
                .noneMatch(type ->
                        type != null && type.shape() != null && type.shape().isFixed());
    }

    private void addLayer(String name, Tensor a, Tensor b) {
        if (a.dataType().isFloating() && b.dataType().isFloating() && Arrays.equals(a.dims(), b.dims())) {
            layers.computeIfAbsent(name, any -> new Tally()).add(a, b);
        } else {
            layers.remove(name);
            // indices and shapes are no layers
            skipped += a.dataType().isFloating() ? 1 : 0;
        }
    }

    private ModelDiff result() {
        List<ValueDifference> inside = differences(layers);
        List<ValueDifference> all = new ArrayList<>(inside);
        all.addAll(differences(outputs));
        return new ModelDiff(
                differences(outputs),
                inside,
                inside.isEmpty() ? null : Propagation.firstJump(graph, all).orElse(null),
                new Coverage(samples, inside.size(), skipped),
                steps.differences());
    }

    private List<ValueDifference> differences(Map<String, Tally> tallies) {
        return tallies.entrySet().stream()
                .map(entry -> entry.getValue().difference(entry.getKey(), operator(entry.getKey())))
                .toList();
    }

    private String operator(String value) {
        return graph.index().producer(value).map(Node::opType).orElse("");
    }
}
