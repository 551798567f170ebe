package dev.alambic.trainer.spec;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Who learns, and how.
 *
 * @param distill null = from the labels alone
 * @param prune null = nothing is pruned
 */
@RecordBuilder
public record StudentSpec(
        NetworkSpec network,
        TrainingSpec training,
        @Nullable DistillSpec distill,
        @Nullable PruneSpec prune) implements StudentSpecBuilder.With {

    public StudentSpec {
        if (prune != null) {
            prune.requireWithin(training.epochs());
        }
    }

    public static StudentSpec defaults() {
        return new StudentSpec(NetworkSpec.Mlp.defaults(), TrainingSpec.defaults(), null, null);
    }
}
