package dev.alambic.quantizer.statistics;

import dev.alambic.onnx.view.ProductView;

/** What each number of the rows that a {@link ProductView} reads was over samples; i counts [groups, width]. */
public final class ChannelStatistics {
    private final float[] lowest;
    private final float[] highest;
    private final double[] sums;
    private final double[] squares;
    private long rows;

    ChannelStatistics(int size) {
        this.lowest = new float[size];
        this.highest = new float[size];
        this.sums = new double[size];
        this.squares = new double[size];
    }

    /** Adds {@code count} rows, of which all arrays give one number for each channel; the last two are means. */
    void add(float[] least, float[] most, float[] means, float[] meanSquares, long count) {
        for (int i = 0; i < sums.length; i++) {
            lowest[i] = rows == 0 ? least[i] : Math.min(lowest[i], least[i]);
            highest[i] = rows == 0 ? most[i] : Math.max(highest[i], most[i]);
            sums[i] += (double) means[i] * count;
            squares[i] += (double) meanSquares[i] * count;
        }
        rows += count;
    }

    public int size() {
        return sums.length;
    }

    /** Returns how many rows were seen, at least 1. */
    public long rows() {
        return rows;
    }

    /** Returns min x_i. */
    public double lowest(int i) {
        return lowest[i];
    }

    /** Returns max x_i. */
    public double highest(int i) {
        return highest[i];
    }

    /** Returns max |x_i|. */
    public double largest(int i) {
        return Math.max(Math.abs(lowest[i]), Math.abs(highest[i]));
    }

    /** Returns E[x_i]. */
    public double mean(int i) {
        return sums[i] / rows;
    }

    /** Returns E[x_i^2]. */
    public double meanSquare(int i) {
        return squares[i] / rows;
    }
}
