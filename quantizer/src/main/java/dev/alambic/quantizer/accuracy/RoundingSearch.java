package dev.alambic.quantizer.accuracy;

import dev.alambic.quantizer.int8.ProductPairs;
import dev.alambic.quantizer.statistics.Gram;
import java.util.stream.IntStream;

/** The descent of {@link AdaRound} for the outputs of one group of a product, which share their inputs. */
final class RoundingSearch {
    private static final int LIMIT = 127;
    private static final int MAX_SWEEPS = 30;
    /** A change that brings less than this part of the error is rounding of our own. */
    private static final double LEAST_GAIN = 1e-7;

    private final IntegerUnit unit;
    private final float[] weight;
    private final int width;
    private final float[] seconds;
    private final int[] partners;

    RoundingSearch(IntegerUnit unit, float[] weight, Gram gram, int group) {
        this.unit = unit;
        this.weight = weight;
        this.width = unit.width();
        this.seconds = new float[width * width];
        double[] exact = gram.seconds(group);
        for (int i = 0; i < exact.length; i++) {
            seconds[i] = (float) exact[i];
        }
        this.partners = partners();
    }

    /** Returns for each weight the one that it shares a 16-bit sum with, itself if none or if sums may overflow. */
    private int[] partners() {
        int[] partners = IntStream.range(0, width).toArray();
        ProductPairs pairs = ProductPairs.of(unit.unit().weight(), unit.unit().axis());
        boolean safe = unit.isPairSafe();
        for (int t = 0; safe && t < pairs.count(); t++) {
            partners[pairs.first(t)] = pairs.second(t);
            partners[pairs.second(t)] = pairs.first(t);
        }
        return partners;
    }

    /** Changes the integers of {@code output}; returns its error before and after. */
    double[] run(int output, int[] integers) {
        float scale = unit.scale(output);
        float[] error = new float[width];
        for (int k = 0; k < width; k++) {
            error[k] =
                    integers[unit.index(output, k)] * scale - weight[unit.unit().index(output, k)];
        }
        float[] gradient = times(error);
        double before = dot(error, gradient);
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            if (!improves(output, integers, error, gradient, LEAST_GAIN * before)) {
                break;
            }
        }
        return new double[] {before, dot(error, gradient)};
    }

    private boolean improves(int output, int[] integers, float[] error, float[] gradient, double least) {
        float scale = unit.scale(output);
        boolean any = false;
        for (int k = 0; k < width; k++) {
            // the integer on the other side of the weight
            int step = error[k] > 0 ? -1 : 1;
            float change = step * scale;
            double gain = -change * (2.0 * gradient[k] + (double) change * seconds[k * width + k]);
            if (gain > least && isAllowed(output, integers, k, step)) {
                integers[unit.index(output, k)] += step;
                error[k] += change;
                add(gradient, change, k);
                any = true;
            }
        }
        return any;
    }

    private boolean isAllowed(int output, int[] integers, int k, int step) {
        int changed = integers[unit.index(output, k)] + step;
        int partner = partners[k];
        int sum = partner == k ? 0 : changed + integers[unit.index(output, partner)];
        return Math.abs(changed) <= LIMIT && Math.abs(sum) <= ProductPairs.LIMIT;
    }

    private float[] times(float[] row) {
        float[] product = new float[width];
        for (int k = 0; k < width; k++) {
            add(product, row[k], k);
        }
        return product;
    }

    private void add(float[] target, float factor, int row) {
        int start = row * width;
        for (int i = 0; i < target.length; i++) {
            target[i] += factor * seconds[start + i];
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
