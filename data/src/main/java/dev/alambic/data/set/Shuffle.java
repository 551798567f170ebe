package dev.alambic.data.set;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random orders (Fisher and Yates, Durstenfeld 1964). */
final class Shuffle {
    private Shuffle() {}

    static void inPlace(int[] values, SplittableRandom random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    /** Returns the shuffled indices of the samples of each class, or range of numbers. */
    static int[][] byStratum(Targets targets, SplittableRandom random) {
        int[] labels = targets.strata();
        int[][] indices = new int[targets.stratumCount()][];
        for (int c = 0; c < indices.length; c++) {
            int label = c;
            indices[c] = IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == label)
                    .toArray();
            inPlace(indices[c], random);
        }
        return indices;
    }
}
