package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.view.ProductView;
import java.util.Arrays;
import java.util.Optional;

/**
 * Two products with the channels between them.
 *
 * @param source of the channels: the first product, and what else scales with it
 * @param channels their number
 */
record Joint(ProductView first, ChannelSource source, ProductView second, int channels) {

    /** Returns the joint of {@code second} and the product before it, if only {@code second} reads what is between. */
    static Optional<Joint> before(Graph graph, ProductView second) {
        if (graph.index().soleConsumer(second.input()).isEmpty()) {
            return Optional.empty();
        }
        if (second.isConv()) {
            int channels = second.groups() * Math.toIntExact(second.weight().dim(1));
            return of(graph, second, channels, true);
        }
        Optional<Joint> rows = of(graph, second, second.width(), false);
        return rows.isPresent() ? rows : afterFlatten(graph, second);
    }

    private static Optional<Joint> afterFlatten(Graph graph, ProductView second) {
        return graph.index()
                .producer(second.input())
                .filter(node -> node.is("Flatten"))
                .flatMap(node -> ProductView.all(graph).stream()
                        .filter(ProductView::isConv)
                        .map(ProductView::outputs)
                        .distinct()
                        .filter(outputs -> second.width() % outputs == 0)
                        .flatMap(outputs -> of(graph, second, outputs, true).stream())
                        .findFirst());
    }

    private static Optional<Joint> of(Graph graph, ProductView second, int channels, boolean images) {
        return ChannelSource.of(graph, second.input(), channels, images)
                .flatMap(source -> ProductView.of(graph, source.writer())
                        .map(first -> new Joint(first, source, second, channels)));
    }

    /** Moves factors from one product to the other; returns how far the largest lies from one, 0 if none moved. */
    double equalize(Rescaling rescaling, double least) {
        double[] before = reach(rescaling.values(first.node(), 1), first);
        double[] after = new double[channels];
        float[] weights = rescaling.values(second.node(), 1);
        for (int i = 0; i < weights.length; i++) {
            int c = channelOf(i);
            after[c] = Math.max(after[c], Math.abs(weights[i]));
        }
        double[] factors = new double[channels];
        double largest = 0;
        for (int c = 0; c < channels; c++) {
            factors[c] = before[c] > 0 && after[c] > 0 ? Math.sqrt(after[c] / before[c]) : 1;
            largest = Math.max(largest, Math.abs(Math.log(factors[c])));
        }
        if (largest > least) {
            source.multiply(rescaling, factors);
            double[] inverse = Arrays.stream(factors).map(factor -> 1 / factor).toArray();
            rescaling.multiply(second.node(), 1, inverse, this::channelOf);
        }
        return largest;
    }

    private double[] reach(float[] weights, ProductView unit) {
        double[] reach = new double[channels];
        for (int o = 0; o < unit.outputs(); o++) {
            for (int k = 0; k < unit.width(); k++) {
                reach[o] = Math.max(reach[o], Math.abs(weights[unit.index(o, k)]));
            }
        }
        return reach;
    }

    /** Returns the channel between that element {@code i} of the second weight is multiplied by. */
    private int channelOf(int i) {
        int output = second.layout().channel(i);
        int position = second.layout().position(i);
        int channelsOfGroup = channels / second.groups();
        return second.group(output) * channelsOfGroup + position / (second.width() / channelsOfGroup);
    }
}
