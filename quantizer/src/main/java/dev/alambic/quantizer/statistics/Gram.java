package dev.alambic.quantizer.statistics;

import dev.alambic.onnx.view.ProductView;

/**
 * The first two moments of the rows x that a {@link ProductView} reads, for each of its groups: E[x] and E[x x^T], in
 * double precision. For an error dW of its weight, the mean square of the error of output o is {@code dW[o] E[x x^T]
 * dW[o]^T}.
 */
public final class Gram {
    private final int groups;
    private final int width;
    private final double[] firsts;
    private final double[] seconds;
    private long rows;

    Gram(int groups, int width) {
        this.groups = groups;
        this.width = width;
        this.firsts = new double[groups * width];
        this.seconds = new double[Math.multiplyExact(groups, Math.multiplyExact(width, width))];
    }

    /** Adds {@code count} rows: their means [groups, width] and the sums of their products [groups, width, width]. */
    void add(float[] means, float[] products, long count) {
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] += (double) means[i] * count;
        }
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] += products[i];
        }
        rows += count;
    }

    public int groups() {
        return groups;
    }

    /** Returns the length of a row. */
    public int width() {
        return width;
    }

    /** Returns how many rows were seen, at least 1. */
    public long rows() {
        return rows;
    }

    /** Returns E[x_i] in {@code group}. */
    public double mean(int group, int i) {
        return firsts[group * width + i] / rows;
    }

    /** Returns E[x_i x_j] in {@code group}. */
    public double second(int group, int i, int j) {
        return seconds[(group * width + i) * width + j] / rows;
    }

    /** Returns E[x x^T] of {@code group}, row by row, [width * width]; a copy. */
    public double[] seconds(int group) {
        double[] matrix = new double[width * width];
        int start = group * matrix.length;
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = seconds[start + i] / rows;
        }
        return matrix;
    }
}
