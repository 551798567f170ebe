package dev.alambic.bench.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How good the answers of a model are.
 *
 * @param samples that it answered; null in records that were written before they were counted
 * @param accuracy share of right answers, 0 to 1; null without labels
 * @param calibrationError expected calibration error of its probabilities, 0 to 1, in 15 bins (Guo et al., On
 *     Calibration of Modern Neural Networks, ICML 2017); null without labels
 * @param likeness to the baseline's answers; null for the baseline itself, or if they were not compared
 * @param numbers how far numbers lie from the true ones; null without those
 * @param labels how well several labels of a sample are told; null without those
 * @param tasks how good the answers to each of several tasks are, by its name; none where there is one
 */
public record Quality(
        @Nullable Integer samples,
        @Nullable Double accuracy,
        @Nullable Double calibrationError,
        @Nullable Likeness likeness,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Numbers numbers,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Labels labels,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Quality> tasks) {

    /** That of one task. */
    public Quality(
            @Nullable Integer samples,
            @Nullable Double accuracy,
            @Nullable Double calibrationError,
            @Nullable Likeness likeness,
            @Nullable Numbers numbers,
            @Nullable Labels labels) {
        this(samples, accuracy, calibrationError, likeness, numbers, labels, Map.of());
    }

    /**
     * How far numbers lie from the true ones, several targets counting the same.
     *
     * @param r2 coefficient of determination, at most 1
     * @param mae mean absolute error, in the unit of the target
     * @param rmse root of the mean squared error, in the unit of the target
     */
    public record Numbers(double r2, double mae, double rmse) {}

    /**
     * How well several labels are told; a label is said where its probability is above 0.5.
     *
     * @param macroAuc mean area under the ROC curves of the labels, 0 to 1
     * @param macroF1 mean F1 of the labels, 0 to 1
     * @param microF1 F1 of all labels together, 0 to 1
     * @param exactMatch share of samples of which every label is right, 0 to 1
     */
    public record Labels(double macroAuc, double macroF1, double microF1, double exactMatch) {}

    public Quality {
        tasks = tasks == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(tasks)); // of older records
        if (accuracy != null && !(accuracy >= 0 && accuracy <= 1)) {
            throw new IllegalArgumentException("accuracy: out of range (expected 0 to 1, was " + accuracy + ")");
        }
    }

    /** Returns a quality of which nothing but the accuracy is known. */
    public static Quality ofAccuracy(double accuracy) {
        return new Quality(null, accuracy, null, null, null, null);
    }
}
