package dev.alambic.trainer.spec;

import dev.alambic.data.augment.Augmentation;
import dev.alambic.onnx.message.Rule;
import dev.alambic.trainer.loss.NumberLoss;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a network is trained.
 *
 * @param batchSize samples that are learnt from at once; the last batch of an epoch may be smaller
 * @param accumulate batches whose gradients together make one step, which is then over {@code batchSize} times as many
 *     samples, at the memory of one batch; their mean counts each sample alike. Batch normalization goes on
 *     standardizing by each batch
 * @param warmupEpochs epochs, or a part of one, over which the learning rate rises from 0 before the schedule starts
 * @param clipNorm greatest length of the gradient of all weights together; 0 = no limit
 * @param earlyStopping epochs without a better validation accuracy (of a regression R²) after which training stops; 0 =
 *     never. Counts from the end of pruning on
 * @param keepBest end with the weights of the epoch with the best validation accuracy or R² (then the lowest validation
 *     loss) instead of the last; with pruning, of those at the full sparsity
 * @param sampling how often samples of a class are drawn; those of an epoch are as many as the data have
 * @param classWeights how much samples of a class count by their labels
 * @param labelSmoothing part of the hard labels spread over all classes, 0 to below 1
 * @param loss how the distance of numbers is measured, of a regression; null = the mean squared error
 * @param taskWeights how much the losses of several tasks count beside each other
 * @param rates which weights learn faster or slower than the others, or not at all; the first that matches counts
 */
@RecordBuilder
public record TrainingSpec(
        int epochs,
        int batchSize,
        int accumulate,
        OptimizerSpec optimizer,
        LearningRateSchedule schedule,
        double warmupEpochs,
        double clipNorm,
        int earlyStopping,
        boolean keepBest,
        ClassBalance sampling,
        ClassBalance classWeights,
        double labelSmoothing,
        Augmentation augmentation,
        @Nullable NumberLoss loss,
        TaskBalance taskWeights,
        List<WeightRate> rates)
        implements TrainingSpecBuilder.With {

    public TrainingSpec {
        Rule.atLeastOne("epochs", epochs);
        Rule.atLeastOne("batchSize", batchSize);
        Rule.atLeastOne("accumulate", accumulate);
        Rule.require(
                warmupEpochs >= 0 && warmupEpochs < epochs,
                "warmupEpochs",
                "0 to below epochs " + epochs,
                warmupEpochs);
        Rule.atLeastZero("clipNorm", clipNorm);
        Rule.require(earlyStopping >= 0, "earlyStopping", "at least 0", earlyStopping);
        rates = List.copyOf(rates);
        Rule.require(labelSmoothing >= 0 && labelSmoothing < 1, "labelSmoothing", "0 to below 1", labelSmoothing);
    }

    /** Returns this with the batches, epochs and labels of another, for a network that is trained at once with that. */
    public TrainingSpec inStepWith(TrainingSpec other) {
        return withEpochs(other.epochs)
                .withBatchSize(other.batchSize)
                .withAccumulate(other.accumulate)
                .withSampling(other.sampling)
                .withLabelSmoothing(other.labelSmoothing)
                .withAugmentation(other.augmentation)
                .withEarlyStopping(0);
    }

    public static TrainingSpec defaults() {
        return new TrainingSpec(
                25,
                32,
                1,
                OptimizerSpec.Adam.defaults(),
                LearningRateSchedule.Cosine.defaults(),
                0,
                0,
                0,
                true,
                new ClassBalance.None(),
                new ClassBalance.None(),
                0,
                Augmentation.defaults(),
                null,
                new TaskBalance.Equal(),
                List.of());
    }

    /**
     * Returns the learning rate of one step.
     *
     * @param epoch completed epochs, with their fraction, from 0 to below {@link #epochs}
     */
    public double learningRate(double epoch) {
        if (epoch < warmupEpochs) {
            return optimizer.learningRate() * epoch / warmupEpochs;
        }
        double after = epoch - warmupEpochs;
        return optimizer.learningRate() * schedule.factor(after / (epochs - warmupEpochs), after);
    }

    /** Returns in words what a step learns from; empty if that is a batch. */
    public String step() {
        return accumulate == 1
                ? ""
                : "each step over " + accumulate + " batches of " + batchSize + ", "
                        + Math.multiplyExact((long) accumulate, batchSize) + " samples";
    }

    /** Returns how the distance of numbers is measured. */
    public NumberLoss numberLoss() {
        return loss == null ? NumberLoss.MSE : loss;
    }

    /** Returns the factor on the learning rate of a weight. */
    public double rate(String weight) {
        return rates.stream()
                .filter(rate -> rate.matches(weight))
                .findFirst()
                .map(WeightRate::factor)
                .orElse(1.0);
    }
}
