package dev.alambic.trainer.spec;

import org.jspecify.annotations.Nullable;

/**
 * A network between teacher and student.
 *
 * @param training null = as the student's
 * @param distill how it learns from the one before; null = as the student does
 */
public record AssistantSpec(
        NetworkSpec network,
        @Nullable TrainingSpec training,
        @Nullable DistillSpec distill) {

    public static AssistantSpec defaults() {
        return new AssistantSpec(NetworkSpec.Mlp.defaults(), null, null);
    }
}
