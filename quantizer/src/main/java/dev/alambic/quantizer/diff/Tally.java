package dev.alambic.quantizer.diff;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;

/** The sums behind a {@link ValueDifference}, collected sample by sample. */
final class Tally {
    private long elements;
    private double maxError;
    private double maxReference;
    private double signal;
    private double other;
    private double product;
    private double noise;

    /**
     * Takes in one sample.
     *
     * @param expected numbers, truth values or strings (the same or not), of any shape
     * @param actual of as many elements
     */
    void add(Tensor expected, Tensor actual) {
        if (expected.dataType() == DataType.STRING) {
            for (int i = 0; i < expected.strings().size(); i++) {
                elements++;
                add(1, expected.strings().get(i).equals(actual.strings().get(i)) ? 1 : 0);
            }
            return;
        }
        float[] a = numbers(expected);
        float[] b = numbers(actual);
        for (int i = 0; i < a.length; i++) {
            if (Float.isFinite(a[i]) && Float.isFinite(b[i])) {
                elements++;
                add(a[i], b[i]);
            } else if (Float.compare(a[i], b[i]) != 0) {
                elements++;
                maxError = Double.POSITIVE_INFINITY;
                noise = Double.POSITIVE_INFINITY;
            }
        }
    }

    /** Takes in a sample of which there is more in one than in the other. */
    void sizesDiffer() {
        elements++;
        maxError = Double.POSITIVE_INFINITY;
        noise = Double.POSITIVE_INFINITY;
    }

    private static float[] numbers(Tensor tensor) {
        if (tensor.dataType().isFloating()) {
            return tensor.floats();
        }
        long[] whole = tensor.longs();
        float[] values = new float[whole.length];
        for (int i = 0; i < whole.length; i++) {
            values[i] = whole[i];
        }
        return values;
    }

    private void add(double a, double b) {
        double error = a - b;
        maxError = Math.max(maxError, Math.abs(error));
        maxReference = Math.max(maxReference, Math.abs(a));
        signal += a * a;
        other += b * b;
        product += a * b;
        noise += error * error;
    }

    ValueDifference difference(String value, String operator) {
        double relative = maxError == 0 ? 0 : maxError / maxReference;
        return new ValueDifference(
                value, operator, elements, new ValueDifference.Errors(maxError, relative, sqnr(), cosine()));
    }

    private double sqnr() {
        if (noise == 0) {
            return Double.POSITIVE_INFINITY;
        }
        return 10 * Math.log10(signal / noise);
    }

    private double cosine() {
        if (noise == 0) {
            return 1;
        }
        if (Double.isInfinite(noise)) {
            return Double.NaN;
        }
        return signal == 0 || other == 0 ? 0 : product / Math.sqrt(signal * other);
    }
}
