package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.quantizer.int8.ProductPairs;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Whether an integer product can leave 16 bits on x86-64 without 8-bit dot products (no VNNI), so that the same file
 * gives other numbers there: a sum of two products {@code 255 * (|w1| + |w2|)} above 32767 is cut off. See
 * {@link ProductPairs} for which weights meet.
 *
 * @param node label of the node
 * @param channels output channels of the weight
 * @param overflowing how many of them have a pair above {@link ProductPairs#LIMIT}
 * @param largestSum the largest |w1 + w2| of a pair of one sign, in steps; at most 128 is safe
 */
public record Saturation(String node, int channels, int overflowing, int largestSum) {

    /** Returns one report for each product of signed 8-bit weights in {@code model}, in topological order. */
    public static List<Saturation> of(OnnxModel model) {
        return StoredProduct.all(model.graph()).stream().map(Saturation::of).toList();
    }

    static Saturation of(StoredProduct product) {
        int[] sums = product.largestSums();
        return new Saturation(
                product.node().label(),
                sums.length,
                (int) Arrays.stream(sums)
                        .filter(sum -> sum > ProductPairs.LIMIT)
                        .count(),
                Arrays.stream(sums).max().orElse(0));
    }

    /** Returns whether no sum can leave 16 bits. */
    public boolean isSafe() {
        return overflowing == 0;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %d of %d channels can overflow (largest pair %d steps, safe up to %d)",
                node,
                overflowing,
                channels,
                largestSum,
                ProductPairs.LIMIT);
    }
}
