package dev.alambic.quantizer.strip;

import dev.alambic.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@link StripZeroedChannels} will cut, and what it will not although it carries no information.
 *
 * @param groups in the order of the graph
 * @param kept channels that are constant for every input but are needed
 */
public record StripPlan(List<ChannelGroup> groups, List<Kept> kept) {

    public StripPlan {
        groups = List.copyOf(groups);
        kept = List.copyOf(kept);
    }

    /** Constant channels of {@code value} that stay, and why. */
    public record Kept(String value, List<Integer> channels, String reason) {
        public Kept {
            channels = List.copyOf(channels);
        }

        @Override
        public String toString() {
            return "kept constant channels " + channels + " of '" + value + "': " + reason;
        }
    }

    /**
     * Returns the plan for {@code model}.
     *
     * @throws dev.alambic.onnx.UnsupportedModelException if the model does not run on random inputs
     */
    public static StripPlan of(OnnxModel model) {
        return Analysis.of(model).plan();
    }

    /** Returns whether nothing is to be cut. */
    public boolean isEmpty() {
        return groups.isEmpty();
    }

    /** Returns the plan, one group or kept set a line. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        groups.forEach(group -> lines.add("cut " + group));
        kept.forEach(each -> lines.add(each.toString()));
        return lines.stream().collect(Collectors.joining("\n"));
    }
}
