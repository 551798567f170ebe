package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ChannelLayout;
import java.util.function.IntUnaryOperator;

/**
 * Which two weights of an output channel meet in one 16-bit sum on x86-64 without 8-bit dot products.
 *
 * <p>There the kernels of ONNX Runtime multiply unsigned activations by signed weights with {@code vpmaddubsw}, which
 * adds the products of two neighbours, 2 t and 2 t + 1 in the order of the kernel, and saturates at 16 bits. That order
 * is, for a matrix, its rows; for a Conv, the positions of the kernel, and within each the channels of the group. So a
 * sum stays exact if the two weights add up to at most 128 steps: {@code 255 * 128 < 2^15}. Depthwise convolutions
 * widen to 16 bits before they multiply, and need nothing. (Found by trying all pairs in ONNX Runtime 1.29 on AVX2;
 * {@code ProductPairsTest} checks it on the processor it runs on.)
 *
 * @param width weights of one output channel
 * @param channels input channels of one group; the width itself for a matrix
 */
public record ProductPairs(int width, int channels) {

    /** The largest sum of two weights of one sign, in steps. */
    public static final int LIMIT = 128;

    /** Returns the pairs of {@code weight}: Conv [outputs, channels, ...], else a matrix. */
    public static ProductPairs of(Tensor weight, int axis) {
        int width = Math.toIntExact(weight.elementCount() / weight.dim(axis));
        return new ProductPairs(width, weight.rank() > 2 ? Math.toIntExact(weight.dim(1)) : width);
    }

    /**
     * Returns whether {@code node} is a convolution, on floats or integers, of single channels, whose kernel adds no
     * pairs in 16 bits.
     */
    public static boolean isDepthwise(Node node, Tensor weight) {
        return node.opType().endsWith("Conv") && weight.dim(1) == 1 && node.intAttribute("group", 1) == weight.dim(0);
    }

    public int count() {
        return width / 2;
    }

    /** Returns the position, as in the weight, of the first of pair {@code t}. */
    public int first(int t) {
        return position(2 * t);
    }

    /** Returns the position, as in the weight, of the second of pair {@code t}. */
    public int second(int t) {
        return position(2 * t + 1);
    }

    /**
     * Returns for each channel the largest magnitude of a sum of two weights that meet.
     *
     * @param steps gives the weight that stands at an index of the tensor
     */
    public int[] largestSums(ChannelLayout layout, IntUnaryOperator steps) {
        int[] largest = new int[layout.channels()];
        for (int c = 0; c < largest.length; c++) {
            for (int t = 0; t < count(); t++) {
                int sum = steps.applyAsInt(layout.index(c, first(t))) + steps.applyAsInt(layout.index(c, second(t)));
                largest[c] = Math.max(largest[c], Math.abs(sum));
            }
        }
        return largest;
    }

    private int position(int order) {
        return order % channels * (width / channels) + order / channels;
    }
}
