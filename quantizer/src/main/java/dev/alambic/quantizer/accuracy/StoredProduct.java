package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.int8.ProductPairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An integer product as any tool writes it, with the places of its constants.
 *
 * @param node the node that multiplies
 * @param weight signed 8-bit numbers
 * @param axis of the output channels in the weight
 * @param scale float32, one number or one for each channel; empty where it is not found
 * @param bias int32 in units of the scale of the weight times that of the activations; empty if there is none
 * @param biasUnits float32, what one step of the bias is, where the graph says it; empty if the node implies it
 */
record StoredProduct(
        Node node, Place weight, int axis, Optional<Place> scale, Optional<Place> bias, Optional<Place> biasUnits) {

    /** A constant that {@code reader} reads as {@code input}. */
    record Place(Node reader, int input, Tensor tensor) {

        static Optional<Place> of(Graph graph, Node reader, int input) {
            return graph.constant(reader, input).map(tensor -> new Place(reader, input, tensor));
        }
    }

    /** Returns the products of {@code graph} whose weights are signed, in topological order. */
    static List<StoredProduct> all(Graph graph) {
        List<StoredProduct> all = new ArrayList<>();
        for (Node node : graph.nodes()) {
            of(graph, node)
                    .filter(product -> product.weight.tensor().dataType() == DataType.INT8
                            && product.weight.tensor().rank() > 1)
                    .ifPresent(all::add);
        }
        return all;
    }

    private static Optional<StoredProduct> of(Graph graph, Node node) {
        return switch (node.opType()) {
            case "Conv", "Gemm", "MatMul" -> dequantized(graph, node);
            case "MatMulInteger" -> of(graph, node, 1, 1, scaleOfSums(graph, node), Optional.empty());
            case "ConvInteger" -> of(graph, node, 1, 0, Optional.empty(), Optional.empty());
            case "QLinearConv" -> of(graph, node, 3, 0, Place.of(graph, node, 4), Place.of(graph, node, 8));
            case "QLinearMatMul" -> of(graph, node, 3, 1, Place.of(graph, node, 4), Optional.empty());
            case "QGemm" -> of(graph, node, 3, gemmAxis(node), Place.of(graph, node, 4), Place.of(graph, node, 6));
            case "MatMulIntegerToFloat" -> of(graph, node, 1, 1, Place.of(graph, node, 3), Optional.empty());
            case "DynamicQuantizeMatMul" -> of(graph, node, 1, 1, Place.of(graph, node, 2), Optional.empty());
            default -> Optional.empty();
        };
    }

    private static int gemmAxis(Node node) {
        return node.intAttribute("transB", 0) != 0 ? 0 : 1;
    }

    private static Optional<StoredProduct> of(
            Graph graph, Node node, int weight, int axis, Optional<Place> scale, Optional<Place> bias) {
        return Place.of(graph, node, weight)
                .map(place -> new StoredProduct(node, place, axis, scale, bias, Optional.empty()));
    }

    private static Optional<StoredProduct> dequantized(Graph graph, Node node) {
        int axis = node.is("Conv") ? 0 : node.is("Gemm") ? gemmAxis(node) : 1;
        Optional<Node> bias = dequantize(graph, node, 2);
        return dequantize(graph, node, 1)
                .flatMap(weight -> Place.of(graph, weight, 0)
                        .map(place -> new StoredProduct(
                                node,
                                place,
                                axis,
                                Place.of(graph, weight, 1),
                                bias.flatMap(row -> Place.of(graph, row, 0)),
                                bias.flatMap(row -> Place.of(graph, row, 1)))));
    }

    private static Optional<Node> dequantize(Graph graph, Node node, int input) {
        return node.input(input)
                .flatMap(graph.index()::producer)
                .filter(producer -> producer.is("DequantizeLinear"))
                .filter(producer ->
                        graph.index().soleConsumer(producer.output()).isPresent());
    }

    /** The sums are multiplied by the product of two scales, that of the activations and that of the weight. */
    private static Optional<Place> scaleOfSums(Graph graph, Node product) {
        GraphIndex index = graph.index();
        Optional<Node> scales = index.soleConsumer(product.output())
                .filter(cast -> cast.is("Cast"))
                .flatMap(cast -> index.soleConsumer(cast.output()))
                .flatMap(scaling -> scaling.inputs().stream()
                        .flatMap(input -> index.producer(input).stream())
                        .filter(writer -> writer.is("Mul"))
                        .findFirst())
                .filter(writer -> index.soleConsumer(writer.output()).isPresent());
        Optional<Place> second = scales.flatMap(writer -> Place.of(graph, writer, 1));
        return second.isPresent() ? second : scales.flatMap(writer -> Place.of(graph, writer, 0));
    }

    int channels() {
        return Math.toIntExact(weight.tensor().dim(axis));
    }

    /** Returns for each channel the largest sum of two weights that meet in 16 bits; zeros if none do. */
    int[] largestSums() {
        Tensor tensor = weight.tensor();
        int[] largest = new int[channels()];
        if (node.opType().endsWith("Conv")
                && ProductPairs.isDepthwise(node.withOpType("Conv").withDomain(""), tensor)) {
            return largest;
        }
        long[] values = tensor.longs();
        ProductPairs pairs = ProductPairs.of(tensor, axis);
        for (int c = 0; c < largest.length; c++) {
            for (int t = 0; t < pairs.count(); t++) {
                long sum = values[index(c, pairs.first(t))] + values[index(c, pairs.second(t))];
                largest[c] = Math.max(largest[c], (int) Math.abs(sum));
            }
        }
        return largest;
    }

    private int index(int channel, int position) {
        int width = Math.toIntExact(weight.tensor().elementCount()) / channels();
        return axis == 0 ? channel * width + position : position * channels() + channel;
    }

    /** Returns the channel of element {@code i} of the weight. */
    int channelOf(int i) {
        return axis == 0 ? i / Math.toIntExact(weight.tensor().elementCount() / channels()) : i % channels();
    }
}
