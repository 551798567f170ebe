package dev.alambic.trainer.recipe;

import dev.alambic.onnx.message.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Who learns, and how.
 *
 * @param distill null = from the labels alone
 * @param prune null = nothing is pruned
 */
public record StudentSpec(
        NetworkSpec network,
        TrainingSpec training,
        @Nullable DistillSpec distill,
        @Nullable PruneSpec prune) {

    public StudentSpec {
        if (prune != null) {
            Rule.require(
                    prune.endEpoch() <= training.epochs(),
                    "prune.endEpoch",
                    "at most the epochs of training, " + training.epochs(),
                    prune.endEpoch());
        }
    }

    public static StudentSpec defaults() {
        return new StudentSpec(NetworkSpec.Mlp.defaults(), TrainingSpec.defaults(), null, null);
    }

    public StudentSpec withDistill(@Nullable DistillSpec newDistill) {
        return new StudentSpec(network, training, newDistill, prune);
    }

    public StudentSpec withPrune(@Nullable PruneSpec newPrune) {
        return new StudentSpec(network, training, distill, newPrune);
    }
}
