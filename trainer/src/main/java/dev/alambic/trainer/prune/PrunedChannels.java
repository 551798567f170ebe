package dev.alambic.trainer.prune;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.alambic.onnx.structure.Criterion.OfWeight;
import dev.alambic.onnx.structure.SlicedWeight;
import dev.alambic.trainer.network.WeightedLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Channels of a layer, or of all layers that can only be cut together: a slice of every array that they lie in. */
final class PrunedChannels implements Prunable {

    private final String label;
    private final LayerUnits units;
    private final List<Part> parts;

    private PrunedChannels(String label, int count, List<Part> parts) {
        this.label = label;
        this.units = LayerUnits.of(count);
        this.parts = List.copyOf(parts);
    }

    /** The outputs of a layer: their weights, which say how important they are, and what follows them. */
    static PrunedChannels of(WeightedLayer layer, NDManager manager) {
        List<Part> parts = new ArrayList<>();
        parts.add(Part.of(layer.weight(), layer.axis(), true, IntStream::of, manager));
        layer.followers().forEach(follower -> parts.add(Part.of(follower, 0, false, IntStream::of, manager)));
        return new PrunedChannels(layer.label(), layer.outputs(), parts);
    }

    /** @param parts of which one at least is ranked */
    static PrunedChannels of(String label, int count, List<Part> parts) {
        return new PrunedChannels(label, count, parts);
    }

    /**
     * An array that has slices of the channels.
     *
     * @param axis along which they lie
     * @param importance that of each value; of nothing where the array says none
     * @param mask 1 at what is kept, with the extent of the array along the axis, 1 along the others
     * @param positions those of a channel along the axis
     */
    record Part(
            NDArray array,
            int axis,
            boolean ranked,
            NDArray importance,
            NDArray mask,
            IntFunction<IntStream> positions) {

        /** @param ranked whether its values say how important a channel is */
        static Part of(NDArray array, int axis, boolean ranked, IntFunction<IntStream> positions, NDManager manager) {
            Shape shape = array.getShape();
            long[] along = new long[shape.dimension()];
            Arrays.fill(along, 1);
            along[axis] = shape.get(axis);
            return new Part(
                    array,
                    axis,
                    ranked,
                    manager.zeros(ranked ? shape : new Shape(0)),
                    manager.ones(new Shape(along)),
                    positions);
        }

        int extent() {
            return Math.toIntExact(array.getShape().get(axis));
        }

        /** Returns for each of so many channels the sum over its values. */
        double[] sums(float[] values, int channels) {
            int inner = Math.toIntExact(array.getShape().slice(axis + 1).size());
            return new SlicedWeight(values, extent(), inner, channels, positions).l1();
        }

        /** Returns the number of values of one channel. */
        long valuesOf(int channel) {
            return positions.apply(channel).count() * array.size() / extent();
        }

        void mask(float[] kept) {
            float[] values = new float[extent()];
            Arrays.fill(values, 1);
            for (int channel = 0; channel < kept.length; channel++) {
                float value = kept[channel];
                positions.apply(channel).forEach(position -> values[position] = value);
            }
            mask.set(values);
        }
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public LayerUnits units() {
        return units;
    }

    @Override
    public void observe(OfWeight criterion) {
        ranked().forEach(part -> Importance.add(part.importance(), part.array(), criterion));
    }

    private List<Part> ranked() {
        return parts.stream().filter(Part::ranked).toList();
    }

    /** The score of a channel is the mean over all its values. */
    @Override
    public void score(OfWeight criterion, boolean relative) {
        double[] sums = new double[units.size()];
        double[] counts = new double[units.size()];
        for (Part part : ranked()) {
            double[] some = part.sums(Importance.take(part.importance(), part.array(), criterion), sums.length);
            for (int channel = 0; channel < sums.length; channel++) {
                sums[channel] += some[channel];
                counts[channel] += part.valuesOf(channel);
            }
        }
        float[] scores = new float[sums.length];
        for (int channel = 0; channel < scores.length; channel++) {
            scores[channel] = (float) (sums[channel] / counts[channel]);
        }
        units.score(scores, relative);
    }

    @Override
    public void updateMask() {
        parts.forEach(part -> part.mask(kept()));
    }

    @Override
    public void hold() {
        if (units.prunedCount() > 0) {
            parts.forEach(part -> part.array().muli(part.mask()));
        }
    }
}
