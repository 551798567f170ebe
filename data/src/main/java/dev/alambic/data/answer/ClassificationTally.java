package dev.alambic.data.answer;

import dev.alambic.data.answer.ClassificationMetrics.ClassScore;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Counts samples one by one; the sums of all metrics. */
final class ClassificationTally {
    private static final int BINS = 15;

    private final int classes;
    private final int[][] confusion;
    private final double[] confidenceSum = new double[BINS];
    private final int[] correctInBin = new int[BINS];
    private double crossEntropySum;
    private int samples;

    ClassificationTally(int classes) {
        this.classes = classes;
        this.confusion = new int[classes][classes];
    }

    /** Counts one sample of true class {@code label} with {@code classes} logits from {@code offset}. */
    void add(float[] logits, int offset, int label) {
        int predicted = 0;
        for (int c = 1; c < classes; c++) {
            if (logits[offset + c] > logits[offset + predicted]) {
                predicted = c;
            }
        }
        double largest = logits[offset + predicted];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits[offset + c] - largest);
        }
        crossEntropySum += Math.log(sum) - (logits[offset + label] - largest);
        double confidence = 1 / sum;
        int bin = Math.max(0, (int) Math.ceil(confidence * BINS) - 1);
        confidenceSum[bin] += confidence;
        correctInBin[bin] += predicted == label ? 1 : 0;
        confusion[label][predicted]++;
        samples++;
    }

    ClassificationMetrics metrics() {
        List<ClassScore> scores =
                IntStream.range(0, classes).mapToObj(this::score).toList();
        return new ClassificationMetrics(
                samples,
                ratio(IntStream.range(0, classes).map(c -> confusion[c][c]).sum(), samples),
                macro(scores, ClassScore::precision),
                macro(scores, ClassScore::recall),
                macro(scores, ClassScore::f1),
                scores,
                Arrays.stream(confusion)
                        .map(row -> Arrays.stream(row).boxed().toList())
                        .toList(),
                expectedCalibrationError(),
                crossEntropySum / samples);
    }

    private ClassScore score(int c) {
        int hits = confusion[c][c];
        int support = Arrays.stream(confusion[c]).sum();
        return new ClassScore(
                ratio(hits, predictions(c)), ratio(hits, support), ratio(2 * hits, support + predictions(c)), support);
    }

    private int predictions(int c) {
        return Arrays.stream(confusion).mapToInt(row -> row[c]).sum();
    }

    private double macro(List<ClassScore> scores, ToDoubleFunction<ClassScore> part) {
        return IntStream.range(0, classes)
                .filter(c -> scores.get(c).support() + predictions(c) > 0)
                .mapToDouble(c -> part.applyAsDouble(scores.get(c)))
                .average()
                .orElse(0);
    }

    /** |B| cancels: |B|/n * |correct/|B| - confidenceSum/|B|| = |correct - confidenceSum| / n. */
    private double expectedCalibrationError() {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(correctInBin[bin] - confidenceSum[bin]);
        }
        return sum / samples;
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
