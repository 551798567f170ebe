package dev.alambic.quantizer.int8;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Tensor;

/**
 * A weight as signed 8-bit numbers, symmetric, one scale for each position of one axis.
 *
 * <p>The scale of channel c is max |w[c]| / 127. It is larger where the bias would not fit into 32 bits otherwise; for
 * a channel of zeros it is whatever holds the bias finely, or 1.
 *
 * @param values int8, in the shape of the weight
 * @param scales float32 [channels]
 */
record QuantizedWeight(Tensor values, Tensor scales, int axis) {
    private static final int LIMIT = 127;
    private static final double BIAS_LIMIT = 1 << 30;
    private static final double BIAS_STEPS = 1 << 20;

    static QuantizedWeight of(Tensor weight, int axis) {
        return of(weight, axis, new double[Math.toIntExact(weight.dim(axis))]);
    }

    /** @param bias for each channel the bias divided by the scale of the input */
    static QuantizedWeight of(Tensor weight, int axis, double[] bias) {
        float[] values = weight.floats();
        int inner = 1;
        for (int i = axis + 1; i < weight.rank(); i++) {
            inner *= Math.toIntExact(weight.dim(i));
        }
        float[] scales = scales(values, inner, bias);
        byte[] stored = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            long rounded = Math.round((double) values[i] / scales[i / inner % scales.length]);
            stored[i] = (byte) Math.max(-LIMIT, Math.min(LIMIT, rounded));
        }
        return new QuantizedWeight(
                Tensor.ofBytes(DataType.INT8, stored, weight.dims()), Tensor.ofFloats(scales, scales.length), axis);
    }

    private static float[] scales(float[] values, int inner, double[] bias) {
        float[] scales = new float[bias.length];
        for (int i = 0; i < values.length; i++) {
            int c = i / inner % scales.length;
            scales[c] = Math.max(scales[c], Math.abs(values[i]));
        }
        for (int c = 0; c < scales.length; c++) {
            double least = Math.abs(bias[c]) / BIAS_LIMIT;
            double scale =
                    scales[c] == 0 ? Math.abs(bias[c]) / BIAS_STEPS : Math.max(scales[c] / (double) LIMIT, least);
            scales[c] = scale >= Float.MIN_NORMAL ? (float) scale : 1;
        }
        return scales;
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
