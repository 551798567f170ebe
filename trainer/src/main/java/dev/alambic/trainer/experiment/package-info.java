/**
 * Whole experiments: a teacher is trained or brought, a student is distilled and pruned, both are exported and tested.
 * {@link dev.alambic.trainer.experiment.Experiment} runs a recipe, {@link dev.alambic.trainer.experiment.Distiller} is
 * the same for networks written in Java.
 */
@NullMarked
package dev.alambic.trainer.experiment;

import org.jspecify.annotations.NullMarked;
