package dev.alambic.onnx.structure;

import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** A weight [outer, size, inner], and which of the {@code size} positions belong to each of so many units. */
public final class SlicedWeight {

    private final float[] values;
    private final int size;
    private final int inner;
    private final int units;
    private final IntFunction<IntStream> positions;

    /**
     * @param values row by row; not copied
     * @param size extent of the axis along which it is sliced
     * @param inner number of values between two neighbours along that axis
     * @param positions those of a unit, ascending
     */
    public SlicedWeight(float[] values, int size, int inner, int units, IntFunction<IntStream> positions) {
        this.values = values;
        this.size = size;
        this.inner = inner;
        this.units = units;
        this.positions = positions;
    }

    /** Returns a weight whose every position is a unit. */
    public static SlicedWeight each(float[] values, int size, int inner) {
        return new SlicedWeight(values, size, inner, size, IntStream::of);
    }

    int units() {
        return units;
    }

    /** Returns for each unit the sum of its absolute values. */
    public double[] l1() {
        double[] sums = new double[size];
        for (int i = 0; i < values.length; i++) {
            sums[i / inner % size] += Math.abs(values[i]);
        }
        return byUnit(sums);
    }

    /** Returns for each unit the root of the sum of its squares. */
    double[] l2() {
        double[] squares = new double[size];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            squares[i / inner % size] += value * value;
        }
        double[] norms = byUnit(squares);
        for (int unit = 0; unit < units; unit++) {
            norms[unit] = Math.sqrt(norms[unit]);
        }
        return norms;
    }

    private double[] byUnit(double[] byPosition) {
        return IntStream.range(0, units)
                .mapToDouble(unit ->
                        positions.apply(unit).mapToDouble(p -> byPosition[p]).sum())
                .toArray();
    }

    /** Returns for each unit the sum of the Euclidean distances of its slice to all others. */
    double[] distances() {
        float[][] slices = IntStream.range(0, units).mapToObj(this::slice).toArray(float[][]::new);
        double[] sums = new double[units];
        for (int a = 0; a < units; a++) {
            for (int b = a + 1; b < units; b++) {
                double distance = distance(slices[a], slices[b]);
                sums[a] += distance;
                sums[b] += distance;
            }
        }
        return sums;
    }

    private float[] slice(int unit) {
        int outer = values.length / inner / size;
        int[] chosen = positions.apply(unit).toArray();
        float[] slice = new float[outer * chosen.length * inner];
        int next = 0;
        for (int o = 0; o < outer; o++) {
            for (int position : chosen) {
                System.arraycopy(values, (o * size + position) * inner, slice, next, inner);
                next += inner;
            }
        }
        return slice;
    }

    private static double distance(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            float difference = a[i] - b[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }
}
