package dev.alambic.onnx.runtime;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * How far two results lie apart, measured against the size of the first.
 *
 * @param maxAbsoluteDifference max |a - b|, where equal infinities, and two NaN, do not differ; NaN if one element
 *     alone is NaN
 * @param maxReference max |a| over the finite elements of the expected result a
 */
public record Agreement(double maxAbsoluteDifference, double maxReference) {

    /** Returns max |a - b| / max |a|, where 0 / 0 is 0; NaN if an element is NaN in one of the two alone. */
    public double relative() {
        return maxAbsoluteDifference == 0 ? 0 : maxAbsoluteDifference / maxReference;
    }

    /** How much of what the runtime's own optimizations move may be moved as well. */
    private static final double OWN_ROUNDINGS = 2;

    /**
     * Returns whether this is no more than the rounding of a deep network: at most twice what the runtime's own ways to
     * run one model, optimized and as it is written, differ by, since the order of additions alone moves that much.
     */
    public boolean isRounding(Tensor optimized, Tensor plain) {
        return relative() <= OWN_ROUNDINGS * of(optimized, plain).relative();
    }

    /**
     * Compares two tensors of one shape; integers and truth values by their values, strings as 0 or 1 for all.
     *
     * @throws IllegalArgumentException if type or shape differ
     */
    public static Agreement of(Tensor expected, Tensor actual) {
        if (expected.dataType() != actual.dataType() || !Arrays.equals(expected.dims(), actual.dims())) {
            throw new IllegalArgumentException(
                    "only tensors of one type and shape compare, was " + expected + " and " + actual);
        }
        if (expected.dataType() == DataType.STRING) {
            return new Agreement(expected.strings().equals(actual.strings()) ? 0 : 1, 1);
        }
        if (!expected.dataType().isFloating()) {
            return of(toDoubles(expected.longs()), toDoubles(actual.longs()));
        }
        return of(toDoubles(expected.floats()), toDoubles(actual.floats()));
    }

    private static Agreement of(double[] expected, double[] actual) {
        double difference = 0;
        double reference = 0;
        for (int i = 0; i < expected.length; i++) {
            // equal infinities do not differ; Math.max passes NaN on
            boolean same = Double.compare(expected[i], actual[i]) == 0 || expected[i] == actual[i];
            difference = Math.max(difference, same ? 0 : Math.abs(expected[i] - actual[i]));
            reference = Math.max(reference, Double.isFinite(expected[i]) ? Math.abs(expected[i]) : 0);
        }
        return new Agreement(difference, reference);
    }

    /**
     * Returns the signal to noise ratio of floats, 10 log10(sum a² / sum (a - b)²), dB, over the elements that are
     * finite in both; infinite if nothing differs.
     */
    public static double sqnrDecibels(Tensor expected, Tensor actual) {
        float[] a = expected.floats();
        float[] b = actual.floats();
        double signal = 0;
        double noise = 0;
        for (int i = 0; i < a.length; i++) {
            if (Float.isFinite(a[i]) && Float.isFinite(b[i])) {
                signal += (double) a[i] * a[i];
                noise += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
            }
        }
        return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static double[] toDoubles(long[] values) {
        return Arrays.stream(values).asDoubleStream().toArray();
    }

    /**
     * Runs both models on the same inputs and returns the worst agreement over the outputs of {@code expected}; an
     * output of another size, which depends on the values then, is infinitely far off.
     *
     * @throws IllegalArgumentException if an output is missing in {@code actual} or has another type
     */
    public static Agreement between(OnnxModel expected, OnnxModel actual, Map<String, Tensor> inputs) {
        Map<String, Tensor> reference = run(expected, inputs);
        Map<String, Tensor> compared = run(actual, inputs);
        Agreement worst = new Agreement(0, 0);
        for (Map.Entry<String, Tensor> output : reference.entrySet()) {
            Tensor other = compared.get(output.getKey());
            if (other == null) {
                throw new IllegalArgumentException(
                        "output '" + output.getKey() + "': the second model has no such output");
            }
            boolean sized = other.dataType() != output.getValue().dataType()
                    || Arrays.equals(other.dims(), output.getValue().dims());
            Agreement agreement = sized ? of(output.getValue(), other) : new Agreement(Double.POSITIVE_INFINITY, 1);
            if (!(agreement.relative() <= worst.relative()) && !Double.isNaN(worst.relative())) {
                worst = agreement;
            }
        }
        return worst;
    }

    private static Map<String, Tensor> run(OnnxModel model, Map<String, Tensor> inputs) {
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            return session.run(inputs);
        }
    }
}
