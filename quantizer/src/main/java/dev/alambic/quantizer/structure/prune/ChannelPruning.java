package dev.alambic.quantizer.structure.prune;

import java.util.List;

/**
 * How to prune channels.
 *
 * @param exclude regular expressions; what a node or tensor of such a name has channels of stays
 */
public record ChannelPruning(
        PruningTarget target, Scope scope, Criterion criterion, Widths widths, List<String> exclude) {

    public ChannelPruning {
        exclude = List.copyOf(exclude);
    }

    /** Returns half of the channels of each group, by L2, in multiples of 8. */
    public static ChannelPruning defaults() {
        return new ChannelPruning(
                new PruningTarget.Ratio(0.5), Scope.LOCAL, Criterion.l2(), new Widths(8, 8), List.of());
    }

    public ChannelPruning withTarget(PruningTarget newTarget) {
        return new ChannelPruning(newTarget, scope, criterion, widths, exclude);
    }

    public ChannelPruning withScope(Scope newScope) {
        return new ChannelPruning(target, newScope, criterion, widths, exclude);
    }

    public ChannelPruning withCriterion(Criterion newCriterion) {
        return new ChannelPruning(target, scope, newCriterion, widths, exclude);
    }

    public ChannelPruning withWidths(Widths newWidths) {
        return new ChannelPruning(target, scope, criterion, newWidths, exclude);
    }

    public ChannelPruning withExclude(List<String> newExclude) {
        return new ChannelPruning(target, scope, criterion, widths, newExclude);
    }
}
