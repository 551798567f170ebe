package dev.alambic.quantizer.strip;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.structure.ChannelCut;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What {@link StripZeroedChannels} will cut, and what it will not although it carries no information.
 *
 * @param cuts in the order of the graph
 * @param kept channels that are constant for every input but are needed
 */
public record StripPlan(List<ChannelCut> cuts, List<Kept> kept) {

    public StripPlan {
        cuts = List.copyOf(cuts);
        kept = List.copyOf(kept);
    }

    /** Constant channels of {@code value} that stay, and why. */
    public record Kept(String value, List<Integer> channels, String reason) {
        private static final int SHOWN = 8;

        public Kept {
            channels = List.copyOf(channels);
        }

        @Override
        public String toString() {
            String few = channels.size() <= SHOWN
                    ? channels.toString()
                    : channels.size() + " (" + channels.get(0) + ", " + channels.get(1) + ", …)";
            return "kept constant channels " + few + " of '" + value + "': " + reason;
        }
    }

    /**
     * Returns the plan for {@code model}.
     *
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if the model does not run on random inputs
     */
    public static StripPlan of(OnnxModel model) {
        return Analysis.of(model).plan();
    }

    /** Returns whether nothing is to be cut. */
    public boolean isEmpty() {
        return cuts.isEmpty();
    }

    /** Returns the plan, one cut or kept set a line. */
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        cuts.forEach(cut -> lines.add("cut " + cut));
        kept.forEach(each -> lines.add(each.toString()));
        return lines.stream().collect(Collectors.joining("\n"));
    }
}
