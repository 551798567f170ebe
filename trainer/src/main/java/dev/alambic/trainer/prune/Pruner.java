package dev.alambic.trainer.prune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.trainer.network.WeightedLayer;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.PruneSpec.Granularity;
import dev.alambic.trainer.spec.PruneSpec.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Prunes a network while it trains. After each batch's gradient: {@link #observe}; after each update: {@link #hold}; at
 * the end of each epoch: {@link #prune}. All of it outside of a gradient collector, inside of an
 * {@link ai.djl.ndarray.NDScope}.
 *
 * <p>Single weights are taken from all layers, the last one included; channels (a filter, or a neuron: the row of the
 * weight, its bias, and the gain and offset of the batch norm after it) from all but the last, which makes the logits;
 * groups are the channels that a residual sum, a depthwise convolution or heads tie together, in all layers that have
 * them, on both sides (Fang et al., <cite>DepGraph: Towards Any Structural Pruning</cite>, CVPR 2023, section 3).
 * Ranked over all layers at once, a channel's score is divided by the mean score of its layer, since layers differ in
 * scale (Molchanov et al., arXiv:1611.06440, section 2.2, normalise likewise). A layer keeps at least one unit in 20.
 */
public final class Pruner {

    private final PruneSpec spec;
    private final List<Prunable> layers;

    /**
     * @param layers all layers of the network in order, as {@link dev.alambic.trainer.network.Weights#layers} gives
     *     them
     * @throws IllegalArgumentException if there is nothing to prune
     */
    public Pruner(PruneSpec spec, List<WeightedLayer> layers, NDManager manager) {
        this.spec = spec;
        int last = spec.granularity() == Granularity.WEIGHT ? layers.size() : layers.size() - 1;
        if (last < 1) {
            throw new IllegalArgumentException("prune: nothing to prune (expected a hidden layer, was none)");
        }
        this.layers = layers.subList(0, last).stream()
                .<Prunable>map(layer -> spec.granularity() == Granularity.WEIGHT
                        ? new PrunedWeights(layer, manager)
                        : PrunedChannels.of(layer, manager))
                .toList();
    }

    /**
     * Prunes channels together that can only be cut together.
     *
     * @param graph the network as it would be exported
     * @param trainable its weights by name
     * @throws IllegalArgumentException if no channel can be cut
     */
    public Pruner(PruneSpec spec, OnnxModel graph, Map<String, NDArray> trainable, NDManager manager) {
        this.spec = spec;
        this.layers = ChannelGroups.of(graph, trainable, manager);
    }

    /** Adds the importance that the gradients of a batch of {@code epoch}, counted from 1, show. */
    public void observe(int epoch) {
        if (spec.criterion().isLearnt() && spec.prunesAt(epoch)) {
            layers.forEach(layer -> layer.observe(spec.criterion()));
        }
    }

    /** Zeroes what has been pruned, as every update moves it. */
    public void hold() {
        layers.forEach(Prunable::hold);
    }

    /** Prunes to the sparsity that is due at the end of {@code epoch}, counted from 1; returns whether it is due. */
    public boolean prune(int epoch) {
        if (!spec.prunesAt(epoch)) {
            return false;
        }
        boolean relative = spec.granularity() != Granularity.WEIGHT && spec.scope() == Scope.GLOBAL;
        layers.forEach(layer -> layer.score(spec.criterion(), relative));
        List<LayerUnits> units = layers.stream().map(Prunable::units).toList();
        if (spec.scope() == Scope.GLOBAL) {
            Ranking.prune(units, target(units, epoch));
        } else {
            units.forEach(layer -> Ranking.prune(List.of(layer), target(List.of(layer), epoch)));
        }
        layers.forEach(Prunable::updateMask);
        hold();
        return true;
    }

    private int target(List<LayerUnits> units, int epoch) {
        return (int) Math.round(spec.sparsityAt(epoch)
                * units.stream().mapToInt(LayerUnits::size).sum());
    }

    /** Returns the part of all prunable units that is pruned, 0 to 1. */
    public double sparsity() {
        double pruned =
                layers.stream().mapToInt(layer -> layer.units().prunedCount()).sum();
        return pruned / layers.stream().mapToInt(layer -> layer.units().size()).sum();
    }

    /** Returns the part of each layer's units that is pruned, 0 to 1, in the order of the network. */
    public Map<String, Double> layerSparsity() {
        Map<String, Double> sparsity = new LinkedHashMap<>();
        layers.forEach(layer -> sparsity.put(layer.label(), layer.units().sparsity()));
        return sparsity;
    }

    /** Returns, by layer, 1 for each unit that is kept and 0 for each that is pruned. */
    public Map<String, float[]> masks() {
        Map<String, float[]> masks = new LinkedHashMap<>();
        layers.forEach(layer -> masks.put(layer.label(), layer.kept()));
        return masks;
    }

    /**
     * Goes on from masks.
     *
     * @throws IllegalArgumentException if they are of another network
     */
    public void restore(Map<String, float[]> masks) {
        for (Prunable layer : layers) {
            float[] mask = masks.get(layer.label());
            if (mask == null || mask.length != layer.units().size()) {
                throw new IllegalArgumentException("masks: of another network (expected "
                        + layer.units().size() + " units of " + layer.label() + ", was "
                        + (mask == null ? "none" : mask.length) + ")");
            }
            for (int i = 0; i < mask.length; i++) {
                if (mask[i] == 0) {
                    layer.units().prune(i);
                }
            }
            layer.updateMask();
        }
    }
}
