package dev.alambic.trainer.training;

import dev.alambic.trainer.engine.TrainingEngine;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one network is to be trained by.
 *
 * @param phase {@code teacher}, {@code student} or that of a network between; each draws other random numbers from one
 *     seed
 * @param distill null = from the labels alone
 * @param prune null = nothing is pruned
 * @param seed decides initial weights, order of the samples, dropout and augmentation
 * @param byLayer in which order the terms come that it learns by; null = all at once
 */
@RecordBuilder
public record TrainingJob(
        String phase,
        TrainingSpec spec,
        @Nullable DistillSpec distill,
        @Nullable PruneSpec prune,
        long seed,
        Course.@Nullable LayerByLayer byLayer)
        implements TrainingJobBuilder.With {

    public static final String TEACHER = "teacher";
    public static final String STUDENT = "student";

    /** A job whose terms come all at once. */
    public TrainingJob(
            String phase, TrainingSpec spec, @Nullable DistillSpec distill, @Nullable PruneSpec prune, long seed) {
        this(phase, spec, distill, prune, seed, null);
    }

    public TrainingJob {
        if (prune != null) {
            prune.requireWithin(spec.epochs());
        }
    }

    public static TrainingJob of(String phase, TrainingSpec spec, long seed) {
        return new TrainingJob(phase, spec, null, null, seed);
    }

    /** Returns the seed of one epoch of this phase, from 1; 0 is that of the initial weights. */
    public long seedOf(int epoch) {
        return TrainingEngine.mix(seed, phase.hashCode(), epoch);
    }

    /**
     * Returns the epoch whose weights the network ends with, which is the best or the last as the job says.
     *
     * @param records all epochs; at least one
     */
    public EpochRecord kept(List<EpochRecord> records) {
        int best = spec.keepBest() ? new History(this, records).bestEpoch() : 0;
        return records.get((best == 0 ? records.size() : best) - 1);
    }

    /** Returns 0 in the first epoch and 1 in the last. */
    double progress(int epoch) {
        return spec.epochs() == 1 ? 0 : (epoch - 1.0) / (spec.epochs() - 1.0);
    }
}
