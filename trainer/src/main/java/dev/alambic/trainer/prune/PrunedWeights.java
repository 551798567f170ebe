package dev.alambic.trainer.prune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.alambic.onnx.structure.Criterion.OfWeight;
import dev.alambic.trainer.network.WeightedLayer;

/** The single weights of a layer. */
final class PrunedWeights implements Prunable {

    private final WeightedLayer layer;
    private final LayerUnits units;
    private final NDArray importance;
    private final NDArray mask;

    PrunedWeights(WeightedLayer layer, NDManager manager) {
        this.layer = layer;
        this.units = LayerUnits.of(Math.toIntExact(layer.weight().size()));
        this.importance = manager.zeros(layer.weight().getShape());
        this.mask = manager.ones(layer.weight().getShape());
    }

    @Override
    public String label() {
        return layer.label();
    }

    @Override
    public LayerUnits units() {
        return units;
    }

    @Override
    public void observe(OfWeight criterion) {
        Importance.add(importance, layer.weight(), criterion);
    }

    @Override
    public void score(OfWeight criterion, boolean relative) {
        float[] scores = Importance.take(importance, layer.weight(), criterion);
        units.score(scores, relative);
    }

    @Override
    public void updateMask() {
        mask.set(kept());
    }

    @Override
    public void hold() {
        if (units.prunedCount() > 0) {
            layer.weight().muli(mask);
        }
    }
}
