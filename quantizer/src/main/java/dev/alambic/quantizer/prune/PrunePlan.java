package dev.alambic.quantizer.prune;

import dev.alambic.onnx.structure.ChannelCut;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What pruning will cut.
 *
 * @param groups of the main graph: those that lose channels and those that do not, in the order of the graph
 * @param before cost of the model as it is
 * @param after cost of what is left
 * @param ratio the part of the channels that was aimed at to reach the target
 * @param options what the plan was made by; bodies of {@code If}, {@code Loop} and {@code Scan} are cut by the same
 *     ratio, each for itself
 */
public record PrunePlan(List<GroupPlan> groups, Cost before, Cost after, double ratio, ChannelPruning options) {

    public PrunePlan {
        groups = List.copyOf(groups);
    }

    /**
     * What happens to one group.
     *
     * @param reason why it keeps all its channels, empty if it does not
     */
    public record GroupPlan(ChannelCut cut, String reason) {

        public String name() {
            return cut.group().name();
        }

        /** Returns the channels before: attention heads and groups of a Conv count as one each. */
        public int before() {
            return cut.group().width();
        }

        public int after() {
            return before() - cut.units().size();
        }

        @Override
        public String toString() {
            return name() + ": " + before() + (reason.isEmpty() ? " -> " + after() : " stays, " + reason);
        }
    }

    /**
     * What a model costs.
     *
     * @param parameters elements of the weights
     * @param macs multiplications for one sample; open sizes are 64 where the model runs with that
     */
    public record Cost(long parameters, long macs) {}

    /** Returns what is to be cut. */
    public List<ChannelCut> cuts() {
        return groups.stream()
                .map(GroupPlan::cut)
                .filter(cut -> !cut.units().isEmpty())
                .toList();
    }

    /** Returns the plan, one group a line. */
    @Override
    public String toString() {
        return groups.stream().map(GroupPlan::toString).collect(Collectors.joining("\n"));
    }
}
