package dev.alambic.trainer;

import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Samples of {@code y = 10 sin(π x1 x2) + 20 (x3 - 1/2)² + 10 x4 + 5 x5}, the x uniform from 0 to 1, without noise
 * (Friedman, Multivariate adaptive regression splines, 1991, section 4.4); the second target is far from the first in
 * place and size: {@code 100000 + 20000 x1 + 30000 x2 x6}.
 */
public final class Friedman {
    private static final int FEATURES = 10;

    private Friedman() {}

    /** Returns so many samples with one target, or with both. */
    public static Dataset data(int samples, int targets, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[samples][FEATURES];
        float[][] values = new float[samples][targets];
        for (int i = 0; i < samples; i++) {
            float[] x = rows[i];
            for (int j = 0; j < FEATURES; j++) {
                x[j] = random.nextFloat();
            }
            double y = 10 * Math.sin(Math.PI * x[0] * x[1]) + 20 * (x[2] - 0.5) * (x[2] - 0.5) + 10 * x[3] + 5 * x[4];
            double[] both = {y, 100_000 + 20_000 * x[0] + 30_000 * x[1] * x[5]};
            for (int t = 0; t < targets; t++) {
                values[i][t] = (float) both[t];
            }
        }
        List<String> features =
                IntStream.rangeClosed(1, FEATURES).mapToObj(i -> "x" + i).toList();
        return Dataset.table(
                "friedman",
                new InputMeaning.Table(features),
                rows,
                Targets.numbers(List.of("y", "price").subList(0, targets), values));
    }

    /** Returns such samples, split. */
    public static Splits splits(int samples, int targets) {
        return Splits.stratified(new LoadedData(data(samples, targets, 1), null), 0.1, 0.2, 1);
    }
}
