package dev.alambic.onnx.structure;

import java.util.List;

/**
 * Units of a group that go.
 *
 * @param units ascending, each from 0 to before {@link ChannelGroup#width()}
 */
public record ChannelCut(ChannelGroup group, List<Integer> units) {

    public ChannelCut {
        units = units.stream().sorted().distinct().toList();
        if (!units.isEmpty() && (units.get(0) < 0 || units.get(units.size() - 1) >= group.width())) {
            throw new IllegalArgumentException("group '" + group.name() + "': units to cut (expected 0 to "
                    + (group.width() - 1) + ", was " + units + ")");
        }
    }

    @Override
    public String toString() {
        return units.size() + " of " + group.width() + " of '" + group.name() + "': " + units;
    }
}
