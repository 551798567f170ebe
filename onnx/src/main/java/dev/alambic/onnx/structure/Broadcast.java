package dev.alambic.onnx.structure;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Operators that compute each position of the output from the same position of their inputs, which are lined up from
 * the last axis on: what meets at a position is cut together.
 */
final class Broadcast implements AxisRule {

    @Override
    public void couple(Site site) {
        long[] output = site.outputDims(0);
        if (output != null) {
            List<Integer> inputs = IntStream.range(0, site.node().inputs().size())
                    .filter(site::has)
                    .boxed()
                    .toList();
            axes(site, inputs, 0, output.length);
        }
    }

    /** Couples output axes {@code from} to {@code to} with what lines up with them in {@code inputs}. */
    static void axes(Site site, List<Integer> inputs, int from, int to) {
        long[] output = Objects.requireNonNull(site.outputDims(0));
        for (int axis = from; axis < to; axis++) {
            int outputAxis = axis;
            List<Integer> full = inputs.stream()
                    .filter(input -> aligned(site, input, outputAxis, output.length) >= 0)
                    .filter(input ->
                            site.size(input, aligned(site, input, outputAxis, output.length)) == output[outputAxis])
                    .toList();
            boolean cuttable = full.stream()
                    .filter(input -> site.constant(input).isEmpty())
                    .anyMatch(input -> site.isTracked(input, aligned(site, input, outputAxis, output.length)));
            if (cuttable) {
                full.forEach(input -> site.pass(input, aligned(site, input, outputAxis, output.length), 0, outputAxis));
            }
        }
    }

    /** Returns the axis of an input that lines up with an axis of the output, negative if there is none. */
    private static int aligned(Site site, int input, int axis, int outputRank) {
        int rank = site.rank(input);
        return rank < 0 ? -1 : axis - (outputRank - rank);
    }
}
