package dev.alambic.onnx.structure;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Slices that are cut together, because cutting one alone leaves a node whose inputs do not fit: a channel of a
 * residual stream, for example, is an output channel of every Conv that adds to it, an input channel of every one that
 * reads it, and a number in the normalizations between.
 *
 * <p>Source: Fang et al., <cite>DepGraph: Towards Any Structural Pruning</cite>, arXiv:2301.12900, section 3.
 *
 * @param name the first value in the order of the graph that has these channels
 * @param width units: channels, attention heads, groups of a grouped Conv, hidden units; each is cut or stays as a
 *     whole
 * @param members weights and values, in the order of the graph
 * @param fixed why no unit can be cut, empty if they can
 * @param inexact why a cut changes more than what is cut, empty if it does not
 */
public record ChannelGroup(String name, int width, List<Member> members, String fixed, String inexact) {

    public ChannelGroup {
        members = List.copyOf(members);
    }

    /**
     * The part of one tensor.
     *
     * @param size extent of the axis, other groups' positions included
     * @param isWeight whether the tensor is an initializer
     */
    public record Member(ValueAxis place, int size, Positions positions, boolean isWeight) {

        @Override
        public String toString() {
            return place + " (" + size + ")";
        }
    }

    public boolean isFixed() {
        return !fixed.isEmpty();
    }

    /**
     * Returns the positions that one unit takes at least in the weights: 64 for a head of that width, else mostly 1.
     */
    public int block() {
        return members.stream()
                .filter(Member::isWeight)
                .mapToInt(member -> member.positions().count(0))
                .min()
                .orElse(1);
    }

    @Override
    public String toString() {
        return width + " x '" + name + "': "
                + members.stream().map(Member::toString).collect(Collectors.joining(", "));
    }
}
