package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ChannelLayout;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.int8.ProductPairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A product of a float32 model with the integers that quantization made of its weight, in QDQ form (DequantizeLinear
 * before a Conv, Gemm or MatMul) or dynamic (MatMulInteger).
 *
 * @param unit as it was in the float32 model
 * @param product the node that multiplies
 * @param weight its integers
 */
record IntegerUnit(ProductView unit, Node product, Stored weight) {

    /**
     * A stored weight.
     *
     * @param values int8 or uint8
     * @param scales float32, one for each output channel, or one for all
     * @param zero stored value of zero
     */
    record Stored(String name, Tensor values, Tensor scales, int zero, ChannelLayout layout) {

        /** Returns the weight that {@code reader} reads as {@code input}, if it and its zero are constant. */
        static Optional<Stored> of(
                Graph graph, Node reader, int input, Optional<Tensor> scales, int zero, ChannelLayout layout) {
            return scales.flatMap(scale -> graph.constant(reader, input)
                    .flatMap(values -> zero(graph, reader, zero)
                            .map(number -> new Stored(reader.inputs().get(input), values, scale, number, layout))));
        }

        /** Returns the stored value of zero; empty if it is no constant. */
        private static Optional<Integer> zero(Graph graph, Node node, int input) {
            return node.input(input).isEmpty()
                    ? Optional.of(0)
                    : graph.constant(node, input).map(zeros -> (int) zeros.longs()[0]);
        }
    }

    /**
     * Returns the products of {@code floats} that are integers in {@code integers}, in topological order.
     *
     * @param integers made of {@code floats} with the names of values kept
     */
    static List<IntegerUnit> all(Graph floats, Graph integers) {
        Map<String, ProductView> units = new LinkedHashMap<>();
        ProductView.all(floats).forEach(unit -> units.put(unit.output(), unit));
        List<IntegerUnit> found = new ArrayList<>();
        for (Node node : integers.nodes()) {
            result(integers.index(), node)
                    .flatMap(value -> named(integers.index(), units, value))
                    .flatMap(unit -> of(integers, unit, node))
                    .ifPresent(found::add);
        }
        return found;
    }

    /** Returns the value that stands for the result of a product, before a bias that is added to it. */
    private static Optional<String> result(GraphIndex index, Node node) {
        if (node.is("MatMulInteger")) {
            return index.soleConsumer(node.output())
                    .filter(cast -> cast.is("Cast"))
                    .flatMap(cast -> index.soleConsumer(cast.output()))
                    .filter(scaling -> scaling.is("Mul"))
                    .map(Node::output);
        }
        return ProductView.isProduct(node) ? Optional.of(node.output()) : Optional.empty();
    }

    /** The result has the name that it had; or an Add or the rounding to integers, which follow it, has. */
    private static Optional<ProductView> named(GraphIndex index, Map<String, ProductView> units, String value) {
        String name = value;
        for (int steps = 0; steps < 3; steps++) {
            ProductView unit = units.get(name);
            if (unit != null) {
                return Optional.of(unit);
            }
            Optional<Node> next = index.soleConsumer(name)
                    .filter(node -> node.is("Add") || node.is("QuantizeLinear") || node.is("DequantizeLinear"));
            if (next.isEmpty()) {
                return Optional.empty();
            }
            name = next.get().output();
        }
        return Optional.empty();
    }

    private static Optional<IntegerUnit> of(Graph graph, ProductView unit, Node node) {
        Optional<Stored> weight = node.is("MatMulInteger")
                ? Stored.of(
                        graph,
                        node,
                        1,
                        scalesOfSums(graph, node),
                        3,
                        new ChannelLayout(unit.outputs(), unit.width(), false))
                : graph.index()
                        .producer(node.inputs().get(1))
                        .filter(dequantize -> dequantize.is("DequantizeLinear"))
                        .flatMap(dequantize ->
                                Stored.of(graph, dequantize, 0, graph.constant(dequantize, 1), 2, unit.layout()));
        return weight.map(stored -> new IntegerUnit(unit, node, stored));
    }

    /** Returns the scales of the weight, by which, and by that of the activations, the sums are multiplied. */
    private static Optional<Tensor> scalesOfSums(Graph graph, Node product) {
        GraphIndex index = graph.index();
        return index.soleConsumer(product.output())
                .flatMap(cast -> index.soleConsumer(cast.output()))
                .flatMap(scaling -> index.producer(scaling.inputs().get(1)))
                .flatMap(scales -> graph.constant(scales, 1));
    }

    /** Returns this unit as it stands in {@code integers}, a later form of its graph with other constants. */
    Optional<IntegerUnit> in(Graph integers) {
        return integers.nodes().stream()
                .filter(node -> !node.outputs().isEmpty() && node.output().equals(product.output()))
                .findFirst()
                .flatMap(node -> of(integers, unit, node));
    }

    int outputs() {
        return unit.outputs();
    }

    int width() {
        return unit.width();
    }

    float scale(int output) {
        Tensor scales = weight.scales();
        return scales.data().getFloat(scales.elementCount() == 1 ? 0 : output * Float.BYTES);
    }

    /** Returns where the stored weight of output {@code o} and input {@code k} stands. */
    int index(int o, int k) {
        return weight.layout().index(o, k);
    }

    /** Returns the integers, their zero taken off. */
    int[] integers() {
        long[] values = weight.values().longs();
        int[] integers = new int[values.length];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = (int) values[i] - weight.zero();
        }
        return integers;
    }

    /** Returns the tensor that holds {@code integers}. */
    Tensor stored(int[] integers) {
        byte[] bytes = new byte[integers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (integers[i] + weight.zero());
        }
        return Tensor.ofBytes(weight.values().dataType(), bytes, weight.values().dims());
    }

    /** Returns whether the weight is held to pairs that fit into 16 bits, and must stay so. */
    boolean isPairSafe() {
        if (weight.values().dataType() != DataType.INT8 || ProductPairs.isDepthwise(unit.node(), unit.weight())) {
            return false;
        }
        int[] integers = integers();
        ProductPairs pairs = ProductPairs.of(unit.weight(), unit.axis());
        return Arrays.stream(pairs.largestSums(weight.layout(), i -> integers[i]))
                .allMatch(sum -> sum <= ProductPairs.LIMIT);
    }
}
