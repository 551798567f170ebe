package dev.alambic.trainer.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one epoch of training came to. Losses are means over the samples, in nats.
 *
 * @param phase {@code teacher} or {@code student}
 * @param epoch from 1
 * @param epochs planned number of epochs
 * @param learningRate of the last step
 * @param loss the whole loss on the training samples, while they were learnt from
 * @param softLoss the teacher's part before its weight, T² KL; null without a teacher
 * @param hardLoss the labels' part before its weight, cross-entropy; null if only the teacher counts
 * @param alpha weight of the teacher's part; null without a teacher
 * @param trainAccuracy on the training samples while they were learnt from, 0 to 1
 * @param validationLoss cross-entropy on the validation split; NaN if there is none
 * @param validationAccuracy on the validation split, 0 to 1; NaN if there is none
 * @param sparsity part of the prunable weights, or channels, that are held at zero
 * @param layerSparsity the same by layer, in the order of the network; empty where nothing is pruned
 * @param pruned whether this epoch ended with pruning
 * @param seconds time taken
 */
public record EpochRecord(
        String phase,
        int epoch,
        int epochs,
        double learningRate,
        double loss,
        @Nullable Double softLoss,
        @Nullable Double hardLoss,
        @Nullable Double alpha,
        double trainAccuracy,
        double validationLoss,
        double validationAccuracy,
        double sparsity,
        Map<String, Double> layerSparsity,
        boolean pruned,
        double seconds) {

    public EpochRecord {
        layerSparsity = Collections.unmodifiableMap(new LinkedHashMap<>(layerSparsity));
    }
}
