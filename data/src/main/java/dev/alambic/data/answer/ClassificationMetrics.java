package dev.alambic.data.answer;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How well logits agree with the true classes. All ratios are between 0 and 1, and 0 where their denominator is 0; the
 * macro averages run over the classes that occur as truth or prediction.
 *
 * @param samples number of samples n
 * @param accuracy share of samples whose largest logit is at the true class; of equal logits the first counts
 * @param perClass precision, recall, F1 and support of each class
 * @param confusion number of samples, [true][predicted]
 * @param expectedCalibrationError sum over 15 bins of equal width of |B|/n * |accuracy(B) - confidence(B)|, where the
 *     confidence is the largest softmax output and bin m holds ((m-1)/15, m/15] (Guo et al., On Calibration of Modern
 *     Neural Networks, ICML 2017, equation 3)
 * @param crossEntropy mean of -log softmax at the true class, in nats
 */
public record ClassificationMetrics(
        int samples,
        double accuracy,
        double macroPrecision,
        double macroRecall,
        double macroF1,
        List<ClassScore> perClass,
        List<List<Integer>> confusion,
        double expectedCalibrationError,
        double crossEntropy)
        implements TaskMetrics {

    /**
     * The scores of one class.
     *
     * @param precision true positives over predictions of the class
     * @param recall true positives over samples of the class
     * @param f1 harmonic mean of the two
     * @param support samples of the class
     */
    public record ClassScore(double precision, double recall, double f1, int support) {}

    public ClassificationMetrics {
        perClass = List.copyOf(perClass);
        confusion = confusion.stream().map(List::copyOf).toList();
    }

    /**
     * Returns the metrics of logits [samples, classes] in rows.
     *
     * @param labels true classes [samples], each from 0 to classes - 1
     * @throws IllegalArgumentException if there are no samples, the lengths do not fit, or a label is out of range
     */
    public static ClassificationMetrics of(float[] logits, int[] labels, int classes) {
        if (labels.length == 0 || classes < 1 || logits.length != (long) labels.length * classes) {
            throw new IllegalArgumentException("logits: one row a label (expected " + labels.length + " x " + classes
                    + " and at least one, was " + logits.length + " values)");
        }
        ClassificationTally tally = new ClassificationTally(classes);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + i + ": it is a class (expected 0 to " + (classes - 1) + ", was " + labels[i] + ")");
            }
            tally.add(logits, i * classes, labels[i]);
        }
        return tally.metrics();
    }

    /** Returns the metrics of logits [samples][classes]; see {@link #of(float[], int[], int)}. */
    public static ClassificationMetrics of(float[][] logits, int[] labels) {
        int classes = logits.length == 0 ? 0 : logits[0].length;
        float[] flat = new float[Math.multiplyExact(logits.length, classes)];
        for (int i = 0; i < logits.length; i++) {
            if (logits[i].length != classes) {
                throw new IllegalArgumentException(
                        "row " + i + ": rows have one length (expected " + classes + ", was " + logits[i].length + ")");
            }
            System.arraycopy(logits[i], 0, flat, i * classes, classes);
        }
        return of(flat, labels, classes);
    }

    @Override
    public Map<Measure, Double> all() {
        Map<Measure, Double> figures = few();
        figures.put(Measure.MACRO_PRECISION, macroPrecision);
        figures.put(Measure.MACRO_RECALL, macroRecall);
        figures.put(Measure.CALIBRATION_ERROR, expectedCalibrationError);
        return figures;
    }

    @Override
    public Map<Measure, Double> few() {
        Map<Measure, Double> figures = new EnumMap<>(Measure.class);
        figures.put(Measure.ACCURACY, accuracy);
        figures.put(Measure.MACRO_F1, macroF1);
        return figures;
    }
}
