package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.onnx.view.TiedProduct;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which values become 8-bit integers.
 *
 * <p>The inputs of every {@link ProductView} whose bias is known, and whose weight is no table that is looked up as
 * well; the output of a Conv, and of a Gemm that leads to another integer node or has an activation inside the model,
 * taken after a Relu or Clip that follows it alone, so that the activation is part of the rounding; and what lies
 * between them: nodes that move numbers share the scale of their input, nodes that average, add or join get their own.
 * The output of a MatMul, and of any other Gemm, stays float32: the kernels give it at no cost and no error. So does a
 * product that is squared or whose logarithm is taken, as in a spectrogram: what is small beside the largest counts
 * there, and would be rounded away.
 */
final class StaticPlan {
    private static final Set<String> ELEMENTWISE = Set.of("Mul", "Sigmoid", "LeakyRelu", "Softmax");

    /** Nodes between a product and what is taken of it. */
    private static final int MOST_STEPS = 4;

    private final Graph graph;
    private final Set<Extra> extras;
    private final Names excluded;
    private final IdentityHashMap<Node, ProductView> units = new IdentityHashMap<>();
    private final Set<Node> integer = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<String, String> scaleOf = new LinkedHashMap<>();
    private final Set<String> wanted = new HashSet<>();

    private StaticPlan(Graph graph, Int8Options options) {
        this.graph = graph;
        this.extras = options.extras();
        this.excluded = Names.of(options.exceptions().excluded());
    }

    static StaticPlan of(Graph graph, Int8Options options) {
        StaticPlan plan = new StaticPlan(graph, options);
        graph.nodes()
                .forEach(node -> integer(graph, node)
                        .filter(unit -> plan.nodes(node).stream().noneMatch(plan.excluded::match))
                        .filter(unit -> !plan.isSpread(node.output(), MOST_STEPS))
                        .ifPresent(unit -> plan.units.put(node, unit)));
        plan.findWanted();
        graph.nodes().forEach(plan::accept);
        return plan;
    }

    /** Returns the view of {@code node} if it is a product that can run on integers. */
    private static Optional<ProductView> integer(Graph graph, Node node) {
        return ProductView.of(graph, node).filter(ProductView::hasKnownBias).filter(unit -> !isTable(graph, node));
    }

    /** Returns whether rows of the weight of {@code node} are looked up as well: integers would be a second copy. */
    static boolean isTable(Graph graph, Node node) {
        return ProductView.isProduct(node)
                && node.input(1).stream()
                        .anyMatch(weight -> graph.index().consumers(weight).stream()
                                .anyMatch(reader -> TiedProduct.looksUp(reader, weight)));
    }

    /** Returns whether a value is squared or goes into a logarithm, moved and shifted at most. */
    private boolean isSpread(String value, int steps) {
        return graph.index().consumers(value).stream().anyMatch(reader -> {
            boolean square = reader.is("Mul")
                    && reader.inputs().get(0).equals(reader.inputs().get(1));
            if (square || reader.is("Log")) {
                return true;
            }
            boolean moves = reader.isStandard() && (reader.is("Add") || sharesScale(reader));
            return moves && steps > 0 && isSpread(reader.outputs().get(0), steps - 1);
        });
    }

    /** Marks, from the last node to the first, the values that an integer node could read. */
    private void findWanted() {
        List<Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (units.containsKey(node)) {
                wanted.add(node.inputs().get(0));
            } else if (isProduct(node)) {
                dynamicInputs(node).forEach(wanted::add);
            } else if (passes(node) && node.outputs().size() == 1 && wanted.contains(end(node))) {
                dynamicInputs(node).forEach(wanted::add);
            }
        }
    }

    private boolean passes(Node node) {
        return node.isStandard()
                && !excluded.match(node)
                && (sharesScale(node)
                        || (Trait.QLINEAR.isOf(node)
                                && (extras.contains(Extra.ELEMENTWISE) || !ELEMENTWISE.contains(node.opType()))));
    }

    /** Returns whether {@code node} moves numbers without changing them. */
    private boolean sharesScale(Node node) {
        boolean resizes = extras.contains(Extra.ELEMENTWISE)
                && node.is("Resize")
                && node.textAttribute("mode", "nearest").equals("nearest");
        return resizes || Trait.KEEPS_SCALE.isOf(node);
    }

    /** Returns whether {@code node} multiplies two activations and should do so on integers. */
    private boolean isProduct(Node node) {
        return extras.contains(Extra.PRODUCTS)
                && node.is("MatMul")
                && !units.containsKey(node)
                && !excluded.match(node)
                && dynamicInputs(node).size() == 2;
    }

    private List<String> dynamicInputs(Node node) {
        return node.inputs().stream()
                .filter(name -> !name.isEmpty() && !graph.initializers().containsKey(name))
                .toList();
    }

    private void accept(Node node) {
        ProductView unit = units.get(node);
        if (unit != null) {
            integer.add(node);
            scaleOf.putIfAbsent(unit.input(), unit.input());
            String end = end(node);
            if (unit.isConv()
                    || extras.contains(Extra.RESULTS)
                    || (!unit.isMatMul() && (wanted.contains(end) || endsInside(node)))) {
                scaleOf.put(end, end);
            }
            return;
        }
        if (isProduct(node)) {
            integer.add(node);
            dynamicInputs(node).forEach(input -> scaleOf.putIfAbsent(input, input));
            if (extras.contains(Extra.RESULTS)) {
                scaleOf.put(node.output(), node.output());
            }
            return;
        }
        if (!passes(node) || node.outputs().size() != 1) {
            return;
        }
        List<String> inputs = dynamicInputs(node);
        String end = end(node);
        boolean joins = node.is("Add") || node.is("Mul") || node.is("Concat");
        boolean constants = joins && inputs.size() < node.inputs().size();
        if (constants
                || inputs.isEmpty()
                || !wanted.contains(end)
                || !scaleOf.keySet().containsAll(inputs)) {
            return;
        }
        integer.add(node);
        boolean shares = sharesScale(node);
        scaleOf.put(end, shares ? scaleOf.getOrDefault(inputs.get(0), end) : end);
    }

    /** Returns what {@code node} gives after the Relu or Clip that alone reads its result. */
    private String end(Node node) {
        return sharesScale(node)
                ? node.output()
                : activation(node).map(Node::output).orElse(node.output());
    }

    private Optional<Node> activation(Node node) {
        return graph.index()
                .soleConsumer(node.output())
                .filter(reader -> Trait.CLAMP.isOf(reader))
                .filter(reader -> reader.inputs().get(0).equals(node.output()));
    }

    /**
     * Returns whether {@code node} has an activation that is no result of the model: ONNX Runtime looks for the
     * rounding behind that, and without one the node would run on floats. That it may, before a unit that was excluded
     * for its accuracy and would lose it by rounded inputs.
     */
    private boolean endsInside(Node node) {
        return activation(node)
                .map(Node::output)
                .filter(end -> !graph.index().isOutput(end))
                .filter(end -> graph.index().consumers(end).stream().noneMatch(this::isExcludedUnit))
                .isPresent();
    }

    private boolean isExcludedUnit(Node node) {
        return !units.containsKey(node) && integer(graph, node).isPresent();
    }

    /** Returns {@code node} and its activation. */
    private List<Node> nodes(Node node) {
        return activation(node).map(reader -> List.of(node, reader)).orElse(List.of(node));
    }

    /** Returns the nodes of a unit: itself, its activation, and an Add (with activation) that takes its result. */
    List<Node> nodes(ProductView unit) {
        List<Node> nodes = new ArrayList<>(nodes(unit.node()));
        graph.index()
                .soleConsumer(end(unit.node()))
                .filter(reader -> reader.is("Add") && isInteger(reader))
                .ifPresent(add -> nodes.addAll(nodes(add)));
        return nodes;
    }

    Optional<ProductView> unit(Node node) {
        return Optional.ofNullable(units.get(node));
    }

    /** Returns whether {@code node} reads integers. */
    boolean isInteger(Node node) {
        return integer.contains(node);
    }

    /** Returns whether {@code value} becomes integers. */
    boolean isQuantized(String value) {
        return scaleOf.containsKey(value);
    }

    /** Returns the value whose scale {@code value} has, which is quantized. */
    String scaleOf(String value) {
        return scaleOf.getOrDefault(value, value);
    }

    /** Returns every value that becomes integers. */
    Set<String> quantized() {
        return Collections.unmodifiableSet(scaleOf.keySet());
    }

    /** Returns whether {@code value} is written by an integer node, its activation included. */
    boolean isWrittenByIntegers(String value) {
        return graph.index()
                .producer(value)
                .filter(node -> isInteger(node)
                        || graph.index()
                                .producer(
                                        node.inputs().isEmpty()
                                                ? ""
                                                : node.inputs().get(0))
                                .filter(before ->
                                        isInteger(before) && end(before).equals(value))
                                .isPresent())
                .isPresent();
    }
}
