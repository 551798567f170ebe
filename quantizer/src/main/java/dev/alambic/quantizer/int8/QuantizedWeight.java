package dev.alambic.quantizer.int8;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Tensor;

/**
 * A weight as signed 8-bit numbers, symmetric, one scale for each position of one axis.
 *
 * <p>The scale of channel c is, for a table, max |w[c]| / 127. For a product it is the largest sum of two weights of
 * one sign in the channel, over 127: processors without instructions for 8-bit dot products add two products of 8-bit
 * numbers in 16 bits, and {@code 255 * (|w1| + |w2|)} then never exceeds them, so that the same file gives the same
 * numbers on every processor. (Without this, a perceptron lost 12 dB on AVX2.) It is larger where the bias would not
 * fit into 32 bits otherwise, and 1 for a channel without any weight and bias.
 *
 * @param values int8, in the shape of the weight
 * @param scales float32 [channels]
 */
record QuantizedWeight(Tensor values, Tensor scales, int axis) {
    private static final int LIMIT = 127;
    private static final double BIAS_LIMIT = 1 << 30;
    private static final double LEAST_SCALE = 1e-20;

    /** Returns the weight of a product without bias. */
    static QuantizedWeight of(Tensor weight, int axis) {
        return of(weight, axis, new double[Math.toIntExact(weight.dim(axis))]);
    }

    /** @param bias for each channel the bias divided by the scale of the input */
    static QuantizedWeight of(Tensor weight, int axis, double[] bias) {
        float[] values = weight.floats();
        int inner = inner(weight, axis);
        double[] scales = new double[bias.length];
        for (int sign = -1; sign <= 1; sign += 2) {
            double[] pairs = largestPairs(values, sign, inner, bias.length);
            for (int c = 0; c < scales.length; c++) {
                scales[c] = Math.max(scales[c], Math.max(pairs[c] / LIMIT, Math.abs(bias[c]) / BIAS_LIMIT));
            }
        }
        return stored(weight, axis, scales);
    }

    /**
     * Returns the weight with the scales it was trained with, larger ones only where pairs of weights would not fit.
     *
     * @param trained scales [channels]
     */
    QuantizedWeight atLeast(Tensor weight, float[] trained) {
        double[] larger = new double[trained.length];
        float[] least = scales.floats();
        for (int c = 0; c < larger.length; c++) {
            larger[c] = Math.max(least[c], trained[c]);
        }
        return stored(weight, axis, larger);
    }

    /** Returns numbers that are only looked up, with one scale for all of them. */
    static QuantizedWeight table(Tensor table) {
        float largest = 0;
        for (float value : table.floats()) {
            largest = Math.max(largest, Math.abs(value));
        }
        return stored(table.reshaped(1, table.elementCount()), 0, new double[] {largest / (double) LIMIT});
    }

    private static int inner(Tensor weight, int axis) {
        int inner = 1;
        for (int i = axis + 1; i < weight.rank(); i++) {
            inner *= Math.toIntExact(weight.dim(i));
        }
        return inner;
    }

    /** Returns for each channel the sum of the two largest numbers of {@code sign}, as a magnitude. */
    private static double[] largestPairs(float[] values, int sign, int inner, int channels) {
        double[] first = new double[channels];
        double[] second = new double[channels];
        for (int i = 0; i < values.length; i++) {
            int c = i / inner % channels;
            double magnitude = (double) sign * values[i];
            if (magnitude > first[c]) {
                second[c] = first[c];
                first[c] = magnitude;
            } else {
                second[c] = Math.max(second[c], magnitude);
            }
        }
        for (int c = 0; c < channels; c++) {
            first[c] += second[c];
        }
        return first;
    }

    private static QuantizedWeight stored(Tensor weight, int axis, double[] wanted) {
        float[] scales = new float[wanted.length];
        for (int c = 0; c < scales.length; c++) {
            scales[c] = wanted[c] >= LEAST_SCALE ? (float) wanted[c] : 1;
        }
        float[] values = weight.floats();
        int inner = inner(weight, axis);
        byte[] stored = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            // halves to even, in float32, as QuantizeLinear rounds
            double rounded = Math.rint(values[i] / scales[i / inner % scales.length]);
            stored[i] = (byte) Math.max(-LIMIT, Math.min(LIMIT, rounded));
        }
        return new QuantizedWeight(
                Tensor.ofBytes(DataType.INT8, stored, weight.dims()), Tensor.ofFloats(scales, scales.length), axis);
    }

    /** Returns {@code bias} in units of {@code inputScale} times the scale of each channel, int32 [channels]. */
    Tensor bias(float[] bias, float inputScale) {
        float[] units = biasScales(inputScale).floats();
        int[] stored = new int[bias.length];
        for (int c = 0; c < bias.length; c++) {
            stored[c] = Math.toIntExact(Math.round((double) bias[c] / units[c]));
        }
        return Tensor.ofInts(stored, stored.length);
    }

    Tensor biasScales(float inputScale) {
        float[] units = scales.floats();
        for (int c = 0; c < units.length; c++) {
            units[c] *= inputScale;
        }
        return Tensor.ofFloats(units, units.length);
    }
}
