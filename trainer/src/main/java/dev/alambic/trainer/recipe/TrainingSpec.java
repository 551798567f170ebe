package dev.alambic.trainer.recipe;

/**
 * How a network is trained.
 *
 * @param batchSize samples a step; the last batch of an epoch may be smaller
 * @param warmupEpochs epochs, or a part of one, over which the learning rate rises from 0 before the schedule starts
 * @param clipNorm greatest length of the gradient of all weights together; 0 = no limit
 * @param earlyStopping epochs without a better validation accuracy after which training stops; 0 = never. Counts from
 *     the end of pruning on
 * @param keepBest end with the weights of the epoch with the best validation accuracy (then the lowest validation loss)
 *     instead of the last; with pruning, of those at the full sparsity
 * @param balanced draw the classes equally often
 * @param labelSmoothing part of the hard labels spread over all classes, 0 to below 1
 */
public record TrainingSpec(
        int epochs,
        int batchSize,
        OptimizerSpec optimizer,
        LearningRateSchedule schedule,
        double warmupEpochs,
        double clipNorm,
        int earlyStopping,
        boolean keepBest,
        boolean balanced,
        double labelSmoothing,
        Augmentation augmentation) {

    public TrainingSpec {
        Rule.atLeastOne("epochs", epochs);
        Rule.atLeastOne("batchSize", batchSize);
        Rule.require(
                warmupEpochs >= 0 && warmupEpochs < epochs,
                "warmupEpochs",
                "0 to below epochs " + epochs,
                warmupEpochs);
        Rule.atLeastZero("clipNorm", clipNorm);
        Rule.require(earlyStopping >= 0, "earlyStopping", "at least 0", earlyStopping);
        Rule.require(labelSmoothing >= 0 && labelSmoothing < 1, "labelSmoothing", "0 to below 1", labelSmoothing);
    }

    public static TrainingSpec defaults() {
        return new TrainingSpec(
                25,
                32,
                OptimizerSpec.Adam.defaults(),
                LearningRateSchedule.Cosine.defaults(),
                0,
                0,
                0,
                true,
                false,
                0,
                Augmentation.defaults());
    }

    public TrainingSpec withEpochs(int newEpochs) {
        return new TrainingSpec(
                newEpochs,
                batchSize,
                optimizer,
                schedule,
                warmupEpochs,
                clipNorm,
                earlyStopping,
                keepBest,
                balanced,
                labelSmoothing,
                augmentation);
    }

    public TrainingSpec withBatchSize(int newBatchSize) {
        return new TrainingSpec(
                epochs,
                newBatchSize,
                optimizer,
                schedule,
                warmupEpochs,
                clipNorm,
                earlyStopping,
                keepBest,
                balanced,
                labelSmoothing,
                augmentation);
    }

    public TrainingSpec withOptimizer(OptimizerSpec newOptimizer) {
        return new TrainingSpec(
                epochs,
                batchSize,
                newOptimizer,
                schedule,
                warmupEpochs,
                clipNorm,
                earlyStopping,
                keepBest,
                balanced,
                labelSmoothing,
                augmentation);
    }

    public TrainingSpec withSchedule(LearningRateSchedule newSchedule) {
        return new TrainingSpec(
                epochs,
                batchSize,
                optimizer,
                newSchedule,
                warmupEpochs,
                clipNorm,
                earlyStopping,
                keepBest,
                balanced,
                labelSmoothing,
                augmentation);
    }

    public TrainingSpec withWarmupEpochs(double newWarmupEpochs) {
        return new TrainingSpec(
                epochs,
                batchSize,
                optimizer,
                schedule,
                newWarmupEpochs,
                clipNorm,
                earlyStopping,
                keepBest,
                balanced,
                labelSmoothing,
                augmentation);
    }

    public TrainingSpec withClipNorm(double newClipNorm) {
        return new TrainingSpec(
                epochs,
                batchSize,
                optimizer,
                schedule,
                warmupEpochs,
                newClipNorm,
                earlyStopping,
                keepBest,
                balanced,
                labelSmoothing,
                augmentation);
    }

    public TrainingSpec withEarlyStopping(int newEarlyStopping) {
        return new TrainingSpec(
                epochs,
                batchSize,
                optimizer,
                schedule,
                warmupEpochs,
                clipNorm,
                newEarlyStopping,
                keepBest,
                balanced,
                labelSmoothing,
                augmentation);
    }

    public TrainingSpec withKeepBest(boolean newKeepBest) {
        return new TrainingSpec(
                epochs,
                batchSize,
                optimizer,
                schedule,
                warmupEpochs,
                clipNorm,
                earlyStopping,
                newKeepBest,
                balanced,
                labelSmoothing,
                augmentation);
    }

    public TrainingSpec withBalanced(boolean newBalanced) {
        return new TrainingSpec(
                epochs,
                batchSize,
                optimizer,
                schedule,
                warmupEpochs,
                clipNorm,
                earlyStopping,
                keepBest,
                newBalanced,
                labelSmoothing,
                augmentation);
    }

    public TrainingSpec withLabelSmoothing(double newLabelSmoothing) {
        return new TrainingSpec(
                epochs,
                batchSize,
                optimizer,
                schedule,
                warmupEpochs,
                clipNorm,
                earlyStopping,
                keepBest,
                balanced,
                newLabelSmoothing,
                augmentation);
    }

    public TrainingSpec withAugmentation(Augmentation newAugmentation) {
        return new TrainingSpec(
                epochs,
                batchSize,
                optimizer,
                schedule,
                warmupEpochs,
                clipNorm,
                earlyStopping,
                keepBest,
                balanced,
                labelSmoothing,
                newAugmentation);
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
}
