package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.Rule;
import dev.alambic.onnx.structure.Criterion;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * What is pruned while the student trains, and when.
 *
 * @param criterion by what the importance of a weight is judged; of a channel or a group, it is the mean over its
 *     weights
 * @param startEpoch the first epoch at whose end something is pruned, from 1
 * @param endEpoch the epoch at whose end the sparsity is reached; what is pruned stays zero
 * @param sparsity part of the weights, channels or groups that ends as zero; 0 to below 1
 */
@RecordBuilder
public record PruneSpec(
        Criterion.OfWeight criterion,
        Granularity granularity,
        SparsitySchedule schedule,
        Scope scope,
        int startEpoch,
        int endEpoch,
        double sparsity)
        implements PruneSpecBuilder.With {

    /** What is zeroed as one. */
    public enum Granularity {
        /** Single weights of all layers. */
        WEIGHT,
        /** Whole neurons of linear layers and filters of convolutions, except those of the last layer. */
        CHANNEL,
        /** Channels of all layers that can only be cut together, so that residual and grouped networks shrink too. */
        GROUP
    }

    /** How the sparsity grows from the start epoch to the end epoch. */
    public enum SparsitySchedule {
        /** By the same amount each epoch. */
        LINEAR,
        /** Fast first, then ever slower: Zhu and Gupta, arXiv:1710.01878, equation 1. */
        CUBIC
    }

    /** Among what the least important are sought. */
    public enum Scope {
        /** All layers together. */
        GLOBAL,
        /** Each layer by itself, all to the same sparsity. */
        LAYER
    }

    public PruneSpec {
        Rule.atLeastOne("startEpoch", startEpoch);
        Rule.require(endEpoch >= startEpoch, "endEpoch", "at least startEpoch " + startEpoch, endEpoch);
        Rule.require(sparsity >= 0 && sparsity < 1, "sparsity", "0 to below 1", sparsity);
    }

    public static PruneSpec defaults() {
        return new PruneSpec(
                Criterion.OfWeight.GRADIENT, Granularity.WEIGHT, SparsitySchedule.CUBIC, Scope.GLOBAL, 8, 20, 0.4);
    }

    public PruneSpec withEpochs(int newStart, int newEnd) {
        return new PruneSpec(criterion, granularity, schedule, scope, newStart, newEnd, sparsity);
    }

    /**
     * Refuses a training that ends before the sparsity is reached.
     *
     * @param epochs those of the training
     */
    public void requireWithin(int epochs) {
        Rule.require(endEpoch <= epochs, "prune.endEpoch", "at most the epochs of training, " + epochs, endEpoch);
    }

    /**
     * Returns the sparsity due at the end of {@code epoch}, counted from 1.
     *
     * @return 0 before the start epoch, {@link #sparsity} from the end epoch on
     */
    public double sparsityAt(int epoch) {
        if (epoch < startEpoch) {
            return 0;
        }
        double done = Math.min(1, (epoch - startEpoch + 1.0) / (endEpoch - startEpoch + 1.0));
        return schedule == SparsitySchedule.LINEAR ? sparsity * done : sparsity * (1 - Math.pow(1 - done, 3));
    }

    /** Returns whether {@code epoch}, counted from 1, ends with pruning. */
    public boolean prunesAt(int epoch) {
        return sparsity > 0 && epoch >= startEpoch && epoch <= endEpoch;
    }
}
