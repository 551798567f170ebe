package dev.alambic.data.set;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Random orders (Fisher and Yates, Durstenfeld 1964). */
final class Shuffle {
    private Shuffle() {}

    static void inPlace(int[] values, SplittableRandom random) {
        inPlace(values, 0, values.length, random);
    }

    /** Shuffles the values from {@code start} to below {@code end}. */
    static void inPlace(int[] values, int start, int end, SplittableRandom random) {
        for (int i = end - 1; i > start; i--) {
            int j = start + random.nextInt(i - start + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    /** Returns the shuffled indices of the samples of each class, or range of numbers. */
    static int[][] byStratum(Strata strata, SplittableRandom random) {
        int[] labels = strata.groups();
        int[] counts = new int[strata.count()];
        for (int label : labels) {
            counts[label]++;
        }
        int[][] indices = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
        for (int i = labels.length - 1; i >= 0; i--) {
            indices[labels[i]][--counts[labels[i]]] = i;
        }
        for (int[] ofStratum : indices) {
            inPlace(ofStratum, random);
        }
        return indices;
    }
}
