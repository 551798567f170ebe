package dev.alambic.trainer.architecture;

import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Draws the first weights of a graph, one after another, from one seed. */
final class FirstValues {

    private final Random random;

    FirstValues(long seed) {
        this.random = new Random(seed);
    }

    /** Normal, mean 0. */
    Tensor normal(double deviation, long... dims) {
        return drawn(() -> random.nextGaussian() * deviation, dims);
    }

    /** Uniform within ±{@code bound}. */
    Tensor uniform(double bound, long... dims) {
        return drawn(() -> (2 * random.nextDouble() - 1) * bound, dims);
    }

    Tensor filled(float value, long... dims) {
        return drawn(() -> value, dims);
    }

    private static Tensor drawn(DoubleSupplier next, long... dims) {
        float[] values = new float[Math.toIntExact(Arrays.stream(dims).reduce(1, Math::multiplyExact))];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) next.getAsDouble();
        }
        return Tensor.ofFloats(values, dims);
    }
}
