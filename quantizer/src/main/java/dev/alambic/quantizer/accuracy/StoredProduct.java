package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.IntegerProduct;
import dev.alambic.onnx.view.ChannelLayout;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.int8.ProductPairs;
import java.util.List;
import java.util.Optional;

/**
 * An integer product as any tool writes it, with the places of its constants.
 *
 * @param node the node that multiplies
 * @param weight signed 8-bit numbers: a matrix, or the kernels of a Conv
 * @param layout of the output channels in the weight
 * @param scale float32, one number or one for each channel; empty where it is not found
 * @param bias int32 in units of the scale of the weight times that of the activations; empty if there is none
 * @param biasUnits float32, what one step of the bias is, where the graph says it; empty if the node implies it
 */
record StoredProduct(
        Node node,
        Place weight,
        ChannelLayout layout,
        Optional<Place> scale,
        Optional<Place> bias,
        Optional<Place> biasUnits) {

    /** A constant that {@code reader} reads as {@code input}. */
    record Place(Node reader, int input, Tensor tensor) {

        static Optional<Place> of(Graph graph, Node reader, int input) {
            return input < 0
                    ? Optional.empty()
                    : graph.constant(reader, input).map(tensor -> new Place(reader, input, tensor));
        }
    }

    /** Returns the products of {@code graph} whose weights are signed, in topological order. */
    static List<StoredProduct> all(Graph graph) {
        return graph.nodes().stream().flatMap(node -> of(graph, node).stream()).toList();
    }

    private static Optional<StoredProduct> of(Graph graph, Node node) {
        if (ProductView.isProduct(node)) {
            Optional<Node> bias = dequantize(graph, node, 2);
            return dequantize(graph, node, 1)
                    .flatMap(weight -> of(
                            node,
                            Place.of(graph, weight, 0),
                            Place.of(graph, weight, 1),
                            bias.flatMap(row -> Place.of(graph, row, 0)),
                            bias.flatMap(row -> Place.of(graph, row, 1))));
        }
        return IntegerProduct.of(node.opType())
                .flatMap(product -> of(
                        node,
                        Place.of(graph, node, product.weight()),
                        node.is("MatMulInteger") ? scaleOfSums(graph, node) : Place.of(graph, node, product.scale()),
                        Place.of(graph, node, product.bias())
                                .filter(bias -> bias.tensor().dataType() == DataType.INT32),
                        Optional.empty()));
    }

    private static Optional<StoredProduct> of(
            Node node, Optional<Place> stored, Optional<Place> scale, Optional<Place> bias, Optional<Place> biasUnits) {
        int axis = ProductView.outputAxis(node);
        return stored.filter(place -> place.tensor().dataType() == DataType.INT8)
                .filter(place ->
                        axis == 0 ? place.tensor().rank() > 1 : place.tensor().rank() == 2)
                .map(weight -> new StoredProduct(
                        node, weight, ChannelLayout.of(weight.tensor(), axis), scale, bias, biasUnits));
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

    /** Returns for each channel the largest sum of two weights that meet in 16 bits; zeros if none do. */
    int[] largestSums() {
        Tensor tensor = weight.tensor();
        if (ProductPairs.isDepthwise(node, tensor)) {
            return new int[layout.channels()];
        }
        long[] values = tensor.longs();
        return ProductPairs.of(tensor, layout.axis()).largestSums(layout, i -> (int) values[i]);
    }
}
