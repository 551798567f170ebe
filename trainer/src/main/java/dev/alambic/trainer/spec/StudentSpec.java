package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;
import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Who learns, and how.
 *
 * @param distill null = from the labels alone
 * @param prune null = nothing is pruned
 * @param course by which way it learns from its teacher
 */
@RecordBuilder
public record StudentSpec(
        NetworkSpec network,
        TrainingSpec training,
        @Nullable DistillSpec distill,
        @Nullable PruneSpec prune,
        Course course)
        implements StudentSpecBuilder.With {

    /** A student that is taught once. */
    public StudentSpec(
            NetworkSpec network, TrainingSpec training, @Nullable DistillSpec distill, @Nullable PruneSpec prune) {
        this(network, training, distill, prune, new Course.Once());
    }

    public StudentSpec {
        if (prune != null) {
            prune.requireWithin(training.epochs());
        }
        Rule.require(
                distill != null || course instanceof Course.Once,
                "course",
                "student.distill, by which one learns from another",
                "none");
        Rule.require(
                !(course instanceof Course.LayerByLayer)
                        || (distill != null && !distill.terms().isEmpty()),
                "course",
                "student.distill.terms, of values inside and of answers, to be learnt layer by layer",
                "none");
    }

    public static StudentSpec defaults() {
        return new StudentSpec(NetworkSpec.Mlp.defaults(), TrainingSpec.defaults(), null, null);
    }
}
