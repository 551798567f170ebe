package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ChannelLayout;
import java.util.Arrays;

/**
 * A weight as 8-bit numbers, symmetric around its zero point, one scale for each position of one axis or one for all.
 *
 * <p>The scale of channel c spans what {@link WeightRange} says. FULL: max |w[c]| / 127. REDUCED: max |w[c]| / 64.
 * PAIRS: as FULL, but larger where two weights of one sign that a kernel adds in 16 bits would exceed 128 steps, see
 * {@link ProductPairs}, so that the same file gives the same numbers on every processor. (Without this, a perceptron
 * lost 12 dB on AVX2.) Scales are larger where the bias would not fit into 32 bits otherwise, and 1 for a channel
 * without any weight and bias.
 *
 * @param values int8 or uint8, in the shape of the weight
 * @param scales float32 [channels], or a scalar
 */
record QuantizedWeight(Tensor values, Tensor scales, int axis, WeightScheme scheme) {
    private static final int LIMIT = 127;
    private static final int REDUCED_LIMIT = 64;
    private static final double BIAS_LIMIT = 1 << 30;
    private static final double LEAST_SCALE = 1e-20;

    /** Returns the weight of a product without bias. */
    static QuantizedWeight of(Tensor weight, int axis, WeightScheme scheme) {
        return of(weight, axis, scheme, new double[Math.toIntExact(weight.dim(axis))]);
    }

    /** @param bias for each channel the bias divided by the scale of the input */
    static QuantizedWeight of(Tensor weight, int axis, WeightScheme scheme, double[] bias) {
        double[] spans = spans(weight, axis, bias.length, scheme);
        for (int c = 0; c < spans.length; c++) {
            spans[c] = Math.max(spans[c] / limit(scheme), Math.abs(bias[c]) / BIAS_LIMIT);
        }
        double[] scales = scheme.perChannel()
                ? spans
                : new double[] {Arrays.stream(spans).max().orElse(0)};
        return stored(weight, axis, scheme, scales);
    }

    private static int limit(WeightScheme scheme) {
        return scheme.range() == WeightRange.REDUCED ? REDUCED_LIMIT : LIMIT;
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
        return stored(weight, axis, scheme, larger);
    }

    /** Returns how far the weights of each channel reach, in units of {@link #LIMIT} steps. */
    private static double[] spans(Tensor weight, int axis, int channels, WeightScheme scheme) {
        float[] values = weight.floats();
        int inner = weight.inner(axis);
        double[] spans = new double[channels];
        for (int i = 0; i < values.length; i++) {
            int c = i / inner % channels;
            spans[c] = Math.max(spans[c], Math.abs(values[i]));
        }
        if (scheme.hasPairs()) {
            ChannelLayout all = ChannelLayout.of(weight, axis);
            ProductPairs pairs = ProductPairs.of(weight, axis);
            eachPair(all, pairs, (channel, first, second) -> {
                double one = values[first];
                double other = values[second];
                double sum = one * other > 0 ? Math.abs(one + other) : 0;
                spans[channel] = Math.max(spans[channel], sum * LIMIT / ProductPairs.LIMIT);
            });
        }
        return spans;
    }

    /** Takes the positions of two weights that a kernel adds. */
    @FunctionalInterface
    private interface PairVisitor {
        void visit(int channel, int first, int second);
    }

    /** Visits all pairs in the order of memory, or nearly so: by channels if they are the first axis, else last. */
    private static void eachPair(ChannelLayout channels, ProductPairs pairs, PairVisitor visitor) {
        boolean byChannel = channels.first();
        int outer = byChannel ? channels.channels() : pairs.count();
        int inner = byChannel ? pairs.count() : channels.channels();
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int channel = byChannel ? o : i;
                int pair = byChannel ? i : o;
                visitor.visit(
                        channel,
                        channels.index(channel, pairs.first(pair)),
                        channels.index(channel, pairs.second(pair)));
            }
        }
    }

    private static QuantizedWeight stored(Tensor weight, int axis, WeightScheme scheme, double[] wanted) {
        float[] scales = new float[wanted.length];
        for (int c = 0; c < scales.length; c++) {
            scales[c] = wanted[c] >= LEAST_SCALE ? (float) wanted[c] : 1;
        }
        int limit = limit(scheme);
        int zero = scheme.type().middle();
        float[] values = weight.floats();
        int inner = weight.inner(axis);
        byte[] stored = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            // halves to even, in float32, as QuantizeLinear rounds
            double rounded = Math.rint(values[i] / scales[i / inner % scales.length]);
            stored[i] = (byte) (zero + (int) Math.max(-limit, Math.min(limit, rounded)));
        }
        if (scheme.hasPairs()) {
            mend(stored, ChannelLayout.of(weight, axis), ProductPairs.of(weight, axis));
        }
        Tensor integers = Tensor.ofBytes(scheme.type().dataType(), stored, weight.dims());
        long[] dims = scheme.perChannel() ? new long[] {scales.length} : new long[0];
        return new QuantizedWeight(integers, Tensor.ofFloats(scales, dims), axis, scheme);
    }

    /** The scale itself is rounded, so that a pair can still be a step too large. */
    private static void mend(byte[] stored, ChannelLayout channels, ProductPairs pairs) {
        eachPair(channels, pairs, (channel, first, second) -> {
            if (Math.abs(stored[first] + stored[second]) > ProductPairs.LIMIT) {
                int larger = Math.abs(stored[first]) >= Math.abs(stored[second]) ? first : second;
                stored[larger] -= (byte) Integer.signum(stored[larger]);
            }
        });
    }

    /** Returns the stored value of zero for each scale. */
    Tensor zeros() {
        byte[] zeros = new byte[Math.toIntExact(scales.elementCount())];
        Arrays.fill(zeros, (byte) scheme.type().middle());
        return Tensor.ofBytes(scheme.type().dataType(), zeros, scales.dims());
    }

    /** Returns {@code bias} in units of {@code inputScale} times the scale of each channel, int32 [channels]. */
    Tensor bias(float[] bias, float inputScale) {
        float[] units = biasScales(inputScale).floats();
        int[] stored = new int[bias.length];
        for (int c = 0; c < bias.length; c++) {
            stored[c] = Math.toIntExact(Math.round((double) bias[c] / units[c % units.length]));
        }
        return Tensor.ofInts(stored, stored.length);
    }

    Tensor biasScales(float inputScale) {
        float[] units = scales.floats();
        for (int c = 0; c < units.length; c++) {
            units[c] *= inputScale;
        }
        return Tensor.ofFloats(units, scales.dims());
    }
}
