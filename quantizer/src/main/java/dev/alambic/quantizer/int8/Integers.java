package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * Integers in a graph with the scale and zero point that give them meaning.
 *
 * @param stored name of the integers
 * @param scale name of a constant
 * @param zero name of a constant; empty if there is none, for the int32 of a bias
 * @param type int8, uint8 or int32
 */
record Integers(String stored, String scale, String zero, DataType type) {

    /**
     * Returns what a QuantizeLinear or DequantizeLinear says of its integers, if they have at most 8 bits or are a
     * bias.
     */
    static Optional<Integers> of(Graph graph, Node node) {
        boolean quantizes = node.is("QuantizeLinear");
        if (!quantizes && !node.is("DequantizeLinear")) {
            return Optional.empty();
        }
        String stored = quantizes ? node.output() : node.inputs().get(0);
        Optional<Tensor> zero = graph.constant(node, 2);
        boolean constant = graph.constant(node, 1).isPresent()
                && (zero.isPresent() || node.input(2).isEmpty());
        Optional<DataType> type =
                zero.or(() -> graph.initializer(stored)).map(Tensor::dataType).filter(Integers::isHandled);
        return type.filter(any -> constant)
                .map(known ->
                        new Integers(stored, node.inputs().get(1), node.input(2).orElse(""), known));
    }

    private static boolean isHandled(DataType type) {
        return type == DataType.UINT8 || type == DataType.INT8 || type == DataType.INT32;
    }

    boolean isByte() {
        return type != DataType.INT32 && !zero.isEmpty();
    }

    /** Returns the names in the order of operators on integers. */
    List<String> names() {
        return List.of(stored, scale, zero);
    }

    /** Returns the names of scale and zero point. */
    List<String> parameters() {
        return List.of(scale, zero);
    }

    /** Returns whether both stand for the same numbers. */
    boolean sharesScale(Graph graph, Integers other) {
        return graph.initializer(scale).equals(graph.initializer(other.scale))
                && graph.initializer(zero).equals(graph.initializer(other.zero));
    }

    /** Returns how a tensor of one scale is rounded; empty for several scales. */
    Optional<IntegerStep> rounding(Graph graph) {
        Tensor scales = graph.initializer(scale).orElseThrow();
        if (scales.elementCount() != 1 || !isByte()) {
            return Optional.empty();
        }
        IntegerType of = type == DataType.INT8 ? IntegerType.S8 : IntegerType.U8;
        int point = (int) graph.initializer(zero).orElseThrow().longs()[0];
        return Optional.of(new IntegerStep(of, scales.floats()[0], point));
    }
}
