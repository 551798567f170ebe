package dev.alambic.onnx;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** Seeded random weights for test graphs. */
public final class Weights {
    private final Random random;

    public Weights(long seed) {
        this.random = new Random(seed);
    }

    /** Returns standard normal numbers scaled by the root of the fan-in, so that layers keep their size. */
    public float[] normal(long... dims) {
        int count = (int) product(dims);
        double scale = dims.length > 1 ? Math.sqrt(2.0 * dims[0] / count) : 1;
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * scale);
        }
        return values;
    }

    public Tensor tensor(long... dims) {
        return Tensor.ofFloats(normal(dims), dims);
    }

    /** Returns random weights [out, in, ...] with rows set to zero. */
    public Tensor zeroedRows(int[] rows, long... dims) {
        float[] values = normal(dims);
        int row = (int) (product(dims) / dims[0]);
        IntStream.of(rows).forEach(r -> Arrays.fill(values, r * row, (r + 1) * row, 0));
        return Tensor.ofFloats(values, dims);
    }

    /** Adds scale, bias, mean and variance of a BatchNormalization under {@code name}. */
    public void batchNorm(Graph.Builder builder, String name, int channels) {
        float[] variance = normal(channels);
        for (int i = 0; i < channels; i++) {
            variance[i] = 0.5f + Math.abs(variance[i]);
        }
        builder.initializer(name + ".scale", tensor(channels));
        builder.initializer(name + ".bias", tensor(channels));
        builder.initializer(name + ".mean", tensor(channels));
        builder.initializer(name + ".var", Tensor.ofFloats(variance, channels));
    }

    private static long product(long... dims) {
        long product = 1;
        for (long dim : dims) {
            product *= dim;
        }
        return product;
    }
}
