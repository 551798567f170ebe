package dev.alambic.trainer.recipe;

import org.jspecify.annotations.Nullable;

/**
 * A teacher and the student that learns from it.
 *
 * @param name what the models are called by, letters, digits, dot, dash and underscore
 * @param seed decides initial weights, order of the samples, dropout and augmentation
 * @param teacher null = the student learns from the labels alone
 */
public record ExperimentSpec(
        String name, long seed, @Nullable TeacherSpec teacher, StudentSpec student) {

    public ExperimentSpec {
        Rule.require(name.matches("[A-Za-z0-9._-]+"), "name", "letters, digits, dot, dash, underscore", name);
        Rule.require(teacher != null || student.distill() == null, "distill", "a teacher to distil from", "no teacher");
    }

    public static ExperimentSpec defaults() {
        return new ExperimentSpec("experiment", 1, null, StudentSpec.defaults());
    }

    public ExperimentSpec withSeed(long newSeed) {
        return new ExperimentSpec(name, newSeed, teacher, student);
    }
}
