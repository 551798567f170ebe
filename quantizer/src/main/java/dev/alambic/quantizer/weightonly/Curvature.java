package dev.alambic.quantizer.weightonly;

import dev.alambic.quantizer.statistics.Gram;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What rounding one column of a weight costs, and how the columns after it can make it good.
 *
 * @param order columns, those that matter most first
 * @param upper U of H^-1 = U^T U, upper triangular, its rows and columns in that order, [columns * columns]
 */
@SuppressWarnings("ArrayRecordComponent") // a matrix that is used at once, never compared or handed on
record Curvature(int[] order, double[] upper) {
    /** Part of the mean of the diagonal that is added to it, so that H can be inverted. */
    private static final double DAMPING = 0.01;

    /** Returns the curvature of the squared error of a product, H = E[x x^T], damped. */
    static Curvature of(Gram gram) {
        int width = gram.width();
        double mean =
                IntStream.range(0, width).mapToDouble(i -> gram.second(0, i, i)).sum() / width;
        double damping = mean > 0 ? DAMPING * mean : 1;
        int[] order = IntStream.range(0, width)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -gram.second(0, i, i)))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] matrix = new double[width * width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j < width; j++) {
                // turned around, so that its lower factor becomes the upper one of the inverse
                matrix[i * width + j] = gram.second(0, order[width - 1 - i], order[width - 1 - j]);
            }
            matrix[i * width + i] += damping;
        }
        cholesky(matrix, width);
        return new Curvature(order, inverse(matrix, width));
    }

    /** Replaces the lower triangle by L of A = L L^T. */
    private static void cholesky(double[] a, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i * n + k] * a[j * n + k];
                }
                a[i * n + j] = i == j ? Math.sqrt(sum) : sum / a[j * n + j];
            }
        }
    }

    /**
     * Returns U with (P A P)^-1 = U^T U, where A = L L^T and P turns the order around: U = P L^-1 P, which is upper
     * triangular.
     */
    private static double[] inverse(double[] lower, int n) {
        double[] upper = new double[n * n];
        double[] row = new double[n];
        for (int i = 0; i < n; i++) {
            // row i of L^-1, from x L = e_i by substitution from the right
            row[i] = 1 / lower[i * n + i];
            for (int j = 0; j < i; j++) {
                row[j] = 0;
            }
            for (int k = i; k > 0; k--) {
                double known = row[k];
                for (int j = 0; j < k; j++) {
                    row[j] -= known * lower[k * n + j];
                }
                row[k - 1] /= lower[(k - 1) * n + k - 1];
            }
            for (int j = 0; j <= i; j++) {
                upper[(n - 1 - i) * n + n - 1 - j] = row[j];
            }
        }
        return upper;
    }
}
