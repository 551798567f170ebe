package dev.alambic.trainer.spec;

import org.jspecify.annotations.Nullable;

/**
 * A student beside the student.
 *
 * @param network null = as the student's
 * @param training null = as the student's; batches and epochs are the student's anyway
 * @param distill how it learns from the student; null = as the student does from it
 */
public record PeerSpec(
        @Nullable NetworkSpec network,
        @Nullable TrainingSpec training,
        @Nullable DistillSpec distill) {

    public static PeerSpec defaults() {
        return new PeerSpec(null, null, null);
    }
}
