package dev.alambic.trainer.experiment;

import dev.alambic.data.answer.Classifier;
import dev.alambic.data.answer.Labeller;
import dev.alambic.data.answer.Regressor;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.training.EpochRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of one phase.
 *
 * @param name {@code teacher} or {@code student}
 * @param model takes raw values, answers with logits, or with numbers in the units of the targets
 * @param history one record an epoch; empty for a teacher that was brought
 * @param test of the model on the test split; null if that is empty
 */
public record TrainedModel(
        String name,
        OnnxModel model,
        List<EpochRecord> history,
        @Nullable TaskMetrics test) {

    public TrainedModel {
        history = List.copyOf(history);
    }

    /** Opens the model to predict with, on one thread of the CPU. */
    public Classifier classifier() {
        return Classifier.open(model, SessionOptions.defaults());
    }

    /** Opens the model to predict several labels with, on one thread of the CPU. */
    public Labeller labeller() {
        return Labeller.open(model, SessionOptions.defaults());
    }

    /** Opens the model to predict numbers with, on one thread of the CPU. */
    public Regressor regressor() {
        return Regressor.open(model, SessionOptions.defaults());
    }
}
