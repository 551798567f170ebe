package dev.alambic.quantizer.prune;

import dev.alambic.onnx.structure.Criterion;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * How to prune channels.
 *
 * @param exclude regular expressions; what a node or tensor of such a name has channels of stays
 */
@RecordBuilder
public record ChannelPruning(
        PruningTarget target, Scope scope, Criterion criterion, Widths widths, List<String> exclude)
        implements ChannelPruningBuilder.With {

    public ChannelPruning {
        exclude = List.copyOf(exclude);
    }

    /** Returns half of the channels of each group, by L2, in multiples of 8. */
    public static ChannelPruning defaults() {
        return new ChannelPruning(
                new PruningTarget.Ratio(0.5), Scope.LOCAL, Criterion.l2(), new Widths(8, 8), List.of());
    }
}
