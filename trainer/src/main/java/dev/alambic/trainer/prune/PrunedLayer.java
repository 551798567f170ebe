package dev.alambic.trainer.prune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.alambic.trainer.network.WeightedLayer;
import dev.alambic.trainer.recipe.PruneSpec.Criterion;
import dev.alambic.trainer.recipe.PruneSpec.Granularity;
import java.util.Arrays;

/** The mask of one layer and the importance of its weights. */
final class PrunedLayer {

    /** A layer keeps at least one unit in this many, so that the network stays connected. */
    private static final int KEEPS_ONE_IN = 20;

    private final WeightedLayer layer;
    private final boolean channels;
    private final Units units;
    private final NDArray importance;
    private final NDArray mask;

    PrunedLayer(WeightedLayer layer, Granularity granularity, NDManager manager) {
        this.layer = layer;
        this.channels = granularity == Granularity.CHANNEL;
        Shape weight = layer.weight().getShape();
        int size = channels ? layer.outputs() : Math.toIntExact(weight.size());
        this.units = new Units(size, Math.max(1, size / KEEPS_ONE_IN));
        this.importance = manager.zeros(weight);
        this.mask = manager.ones(channels ? perOutput(weight) : weight);
    }

    /** [outputs, 1, ...]. */
    private static Shape perOutput(Shape weight) {
        long[] shape = new long[weight.dimension()];
        Arrays.fill(shape, 1);
        shape[0] = weight.get(0);
        return new Shape(shape);
    }

    String label() {
        return layer.label();
    }

    Units units() {
        return units;
    }

    void observe(Criterion criterion) {
        NDArray gradient = layer.weight().getGradient();
        importance.addi((criterion == Criterion.TAYLOR ? gradient.mul(layer.weight()) : gradient).abs());
    }

    /** Scores the units and forgets what was observed. */
    void score(Criterion criterion, boolean relative) {
        float[] weights = (criterion == Criterion.MAGNITUDE ? layer.weight().abs() : importance).toFloatArray();
        importance.subi(importance);
        float[] scores = channels ? means(weights, layer.weightsPerOutput()) : weights;
        if (relative) {
            divideByMean(scores);
        }
        units.scores = scores;
    }

    private static float[] means(float[] values, int group) {
        float[] means = new float[values.length / group];
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            for (int j = 0; j < group; j++) {
                sum += values[i * group + j];
            }
            means[i] = (float) (sum / group);
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

    /** Brings the mask up to date with the units. */
    void updateMask() {
        float[] keep = new float[units.size()];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = units.isPruned(i) ? 0 : 1;
        }
        mask.set(keep);
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
