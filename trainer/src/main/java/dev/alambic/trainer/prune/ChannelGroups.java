package dev.alambic.trainer.prune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.structure.ChannelGroup;
import dev.alambic.onnx.structure.DependencyGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The channels of a network that can be cut, those together that can only be cut together. */
final class ChannelGroups {

    private final Map<String, NDArray> trainable = new HashMap<>();
    private final NDManager manager;

    private ChannelGroups(Map<String, NDArray> trainable, NDManager manager) {
        trainable.forEach((name, array) -> this.trainable.put(plain(name), array));
        this.manager = manager;
    }

    /**
     * Returns the groups whose weights are all trained, in the order of the graph.
     *
     * @param graph the network as it would be exported
     * @param trainable its weights, by the names that they have in the graph, or in the block that it was exported from
     * @throws IllegalArgumentException if there are none, with the first reason
     */
    static List<Prunable> of(OnnxModel graph, Map<String, NDArray> trainable, NDManager manager) {
        ChannelGroups found = new ChannelGroups(trainable, manager);
        List<ChannelGroup> all = DependencyGraph.of(graph).groups();
        List<Prunable> groups = new ArrayList<>();
        for (ChannelGroup group : all) {
            List<PrunedChannels.Part> parts = found.parts(group);
            if (!group.isFixed() && group.inexact().isEmpty() && parts.stream().anyMatch(PrunedChannels.Part::ranked)) {
                groups.add(PrunedChannels.of(group.name(), group.width(), parts));
            }
        }
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("prune: nothing to prune (expected channels that can be cut, was "
                    + (all.isEmpty() ? "none" : all.get(0).name() + ": " + reason(all.get(0))) + ")");
        }
        return groups;
    }

    private static String reason(ChannelGroup group) {
        if (group.isFixed()) {
            return group.fixed();
        }
        return group.inexact().isEmpty() ? "its weights are not trained" : group.inexact();
    }

    private List<PrunedChannels.Part> parts(ChannelGroup group) {
        List<PrunedChannels.Part> parts = new ArrayList<>();
        for (ChannelGroup.Member member : group.members()) {
            NDArray array =
                    member.isWeight() ? trainable.get(plain(member.place().value())) : null;
            if (array != null) {
                boolean ranked = array.getShape().dimension() > 1;
                parts.add(
                        PrunedChannels.Part.of(array, member.place().axis(), ranked, member.positions()::of, manager));
            }
        }
        return parts;
    }

    /** The exporter writes {@code block/weight.x} for what the block calls {@code block_weight_x}. */
    private static String plain(String name) {
        return Objects.requireNonNull(name).replace('/', '_').replace('.', '_');
    }
}
