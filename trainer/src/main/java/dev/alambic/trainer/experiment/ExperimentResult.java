package dev.alambic.trainer.experiment;

import org.jspecify.annotations.Nullable;

/**
 * What came out of an experiment.
 *
 * @param teacher null if the student learnt from the labels alone
 */
public record ExperimentResult(@Nullable TrainedModel teacher, TrainedModel student) {}
