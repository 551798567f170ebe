package dev.alambic.trainer.prune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.structure.Criterion.OfWeight;
import dev.alambic.onnx.structure.SlicedWeight;
import dev.alambic.trainer.network.WeightedLayer;
import dev.alambic.trainer.spec.PruneSpec.Granularity;
import java.util.Arrays;

/** The mask of one layer and the importance of its weights. */
final class PrunedLayer {

    /** A layer keeps at least one unit in this many, so that the network stays connected. */
    private static final int KEEPS_ONE_IN = 20;

    private final WeightedLayer layer;
    private final boolean channels;
    private final LayerUnits units;
    private final NDArray importance;
    private final NDArray mask;

    PrunedLayer(WeightedLayer layer, Granularity granularity, NDManager manager) {
        this.layer = layer;
        this.channels = granularity == Granularity.CHANNEL;
        Shape weight = layer.weight().getShape();
        int size = channels ? layer.outputs() : Math.toIntExact(weight.size());
        this.units = new LayerUnits(size, Math.max(1, size / KEEPS_ONE_IN));
        this.importance = manager.zeros(weight);
        this.mask = manager.ones(channels ? perOutput(weight, layer.axis()) : weight);
    }

    /** [outputs, 1, ...], or with the outputs along another axis. */
    private static Shape perOutput(Shape weight, int axis) {
        long[] shape = new long[weight.dimension()];
        Arrays.fill(shape, 1);
        shape[axis] = weight.get(axis);
        return new Shape(shape);
    }

    String label() {
        return layer.label();
    }

    LayerUnits units() {
        return units;
    }

    void observe(OfWeight criterion) {
        importance.addi(criterion
                .worth(layer.weight(), layer.weight().getGradient(), NDArray::mul)
                .abs());
    }

    /** Scores the units and forgets what was observed. */
    void score(OfWeight criterion, boolean relative) {
        float[] weights = (criterion.isLearnt() ? importance : layer.weight().abs()).toFloatArray();
        importance.subi(importance);
        float[] scores = channels ? means(weights) : weights;
        if (relative) {
            divideByMean(scores);
        }
        units.scores = scores;
    }

    /** Returns the mean over the weights of each output. */
    private float[] means(float[] values) {
        double[] sums =
                SlicedWeight.each(values, layer.outputs(), layer.stride()).l1();
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) (sums[i] / layer.weightsPerOutput());
        }
        return means;
    }

    private static void divideByMean(float[] scores) {
        double sum = 0;
        for (float score : scores) {
            sum += score;
        }
        if (sum > 0) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = (float) (scores[i] * scores.length / sum);
            }
        }
    }

    /** Returns 1 for each unit that is kept and 0 for each that is pruned. */
    float[] kept() {
        float[] kept = new float[units.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = units.isPruned(i) ? 0 : 1;
        }
        return kept;
    }

    /** Brings the mask up to date with the units. */
    void updateMask() {
        mask.set(kept());
    }

    /** Zeroes what is pruned. */
    void hold() {
        if (units.prunedCount() == 0) {
            return;
        }
        layer.weight().muli(mask);
        if (channels) {
            NDArray flat = mask.reshape(-1);
            layer.followers().forEach(follower -> follower.muli(flat));
        }
    }
}
