package dev.alambic.quantizer.strip;

import java.util.List;
import java.util.stream.Collectors;

/** Slices that are cut together, because cutting one alone leaves a node whose inputs do not fit. */
public record ChannelGroup(List<Slice> members) {

    public ChannelGroup {
        members = List.copyOf(members);
    }

    /** Positions {@code channels} along {@code axis} of the value called {@code value}, of {@code size} in all. */
    public record Slice(String value, int axis, int size, List<Integer> channels) {
        public Slice {
            channels = List.copyOf(channels);
        }

        @Override
        public String toString() {
            return channels.size() + " of " + size + " channels of '" + value + "' (axis " + axis + "): " + channels;
        }
    }

    @Override
    public String toString() {
        return members.stream().map(Slice::toString).collect(Collectors.joining(", "));
    }
}
