package dev.alambic.trainer.training;

import dev.alambic.data.set.Dataset;
import java.util.Map;

/**
 * How well answers fit the targets.
 *
 * @param loss mean cross-entropy, nats, of several labels of each for itself, or the mean squared error of standardized
 *     numbers; NaN without samples
 * @param score accuracy, 0 to 1, or macro AUC, 0 to 1, or R², or the mean of those of several tasks; NaN without
 *     samples
 * @param ofTasks the score of each of several tasks, by the names of their figures; empty for one task
 */
record Evaluation(double loss, double score, Map<String, Double> ofTasks) {

    /** That of one task. */
    Evaluation(double loss, double score) {
        this(loss, score, Map.of());
    }

    /**
     * Compares.
     *
     * @param logits [samples, classes]
     */
    static Evaluation of(float[] logits, Dataset data) {
        int classes = data.classes().size();
        if (logits.length != data.size() * classes) {
            throw new IllegalArgumentException("logits: one a class and sample (expected " + data.size() * classes
                    + ", was " + logits.length + ")");
        }
        double loss = 0;
        int correct = 0;
        for (int i = 0; i < data.size(); i++) {
            loss -= logProbability(logits, i * classes, classes, data.label(i));
            correct += argMax(logits, i * classes, classes) == data.label(i) ? 1 : 0;
        }
        return new Evaluation(loss / data.size(), (double) correct / data.size());
    }

    private static double logProbability(float[] logits, int offset, int classes, int label) {
        double max = logits[offset + argMax(logits, offset, classes)];
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += Math.exp(logits[offset + c] - max);
        }
        return logits[offset + label] - max - Math.log(sum);
    }

    static int argMax(float[] values, int offset, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            if (values[offset + i] > values[offset + best]) {
                best = i;
            }
        }
        return best;
    }
}
