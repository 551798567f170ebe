package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.operator.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A float node whose inputs come from integers.
 *
 * @param inputs of each input the integers that it comes from; empty for others
 * @param result the integers that the only reader of its result makes; empty if the result is needed as floats
 * @param absorbed the QuantizeLinear, and the activation before it: what an integer operator stands for besides the
 *     node
 * @param activation the Relu before the QuantizeLinear that the integers do not stand for
 */
record IntegerCall(
        Node node,
        List<Optional<Integers>> inputs,
        Optional<Integers> result,
        List<Node> absorbed,
        Optional<Node> activation) {

    static IntegerCall of(Graph graph, Node node) {
        List<Optional<Integers>> inputs = new ArrayList<>();
        for (String input : node.inputs()) {
            inputs.add(graph.index()
                    .producer(input)
                    .filter(writer -> writer.is("DequantizeLinear"))
                    .flatMap(writer -> Integers.of(graph, writer)));
        }
        Optional<Node> reader = graph.index().soleConsumer(node.output());
        Optional<Node> activation = reader.filter(Trait.CLAMP::isOf)
                .filter(next -> next.inputs().get(0).equals(node.output()));
        Optional<Node> quantize = activation
                .flatMap(next -> graph.index().soleConsumer(next.output()))
                .or(() -> reader)
                .filter(next -> next.is("QuantizeLinear"));
        Optional<Integers> result = quantize.flatMap(next -> Integers.of(graph, next));
        boolean absorbs = result.isPresent()
                && activation.isPresent()
                && result.get().rounding(graph).isPresent()
                && absorbs(graph, activation.get(), result.get().rounding(graph).get());
        Optional<Node> left = absorbs ? Optional.empty() : activation;
        if (result.isEmpty() || left.filter(next -> next.is("Clip")).isPresent()) {
            return new IntegerCall(node, inputs, Optional.empty(), List.of(), Optional.empty());
        }
        List<Node> absorbed = new ArrayList<>(List.of(quantize.orElseThrow()));
        activation.ifPresent(absorbed::add);
        return new IntegerCall(node, inputs, result, absorbed, left);
    }

    /** Returns whether integers rounded like {@code rounding} hold nothing that {@code activation} would cut off. */
    private static boolean absorbs(Graph graph, Node activation, IntegerStep rounding) {
        if (activation.is("Relu")) {
            return rounding.staysWithin(0, Double.POSITIVE_INFINITY);
        }
        return rounding.staysWithin(
                bound(graph, activation, 1, Double.NEGATIVE_INFINITY),
                bound(graph, activation, 2, Double.POSITIVE_INFINITY));
    }

    /** Returns a bound of a Clip; NaN, which nothing stays within, if it is not constant. */
    private static double bound(Graph graph, Node clip, int index, double orElse) {
        if (clip.input(index).isEmpty()) {
            return orElse;
        }
        return graph.constant(clip, index)
                .filter(tensor -> tensor.dataType() == DataType.FLOAT)
                .map(tensor -> (double) tensor.floats()[0])
                .orElse(Double.NaN);
    }

    /** Returns the bytes that input {@code index} comes from. */
    Optional<Integers> bytes(int index) {
        return index < inputs.size() ? inputs.get(index).filter(Integers::isByte) : Optional.empty();
    }

    /** Returns whether input {@code index} is left out or comes from the int32 of a bias. */
    boolean hasIntegerBias(int index) {
        return node.input(index).isEmpty()
                || inputs.get(index)
                        .filter(bias -> bias.type() == DataType.INT32)
                        .isPresent();
    }

    /** Returns the stored bias, or an empty name. */
    String bias(int index) {
        return index < inputs.size() ? inputs.get(index).map(Integers::stored).orElse("") : "";
    }

    /** Returns the bytes of all inputs; empty if one does not come from bytes, or if there is none. */
    List<Integers> allBytes() {
        List<Integers> all = inputs.stream()
                .flatMap(Optional::stream)
                .filter(Integers::isByte)
                .toList();
        return all.size() == node.inputs().size() ? all : List.of();
    }
}
