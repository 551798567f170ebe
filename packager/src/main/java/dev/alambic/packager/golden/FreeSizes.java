package dev.alambic.packager.golden;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.packager.contract.Contract;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The extents that golden vectors give to what a model leaves free: the batch as asked, the size of pictures where it
 * is known, the most tokens of texts, else {@value #SIDE} for the sides of pictures and {@value #OTHER} for the rest.
 */
final class FreeSizes {
    /** A multiple of 32, as nets that halve a picture five times need. */
    static final long SIDE = 64;

    static final long OTHER = 16;
    private static final int PICTURE_RANK = 4;

    private final Contract contract;
    private final Map<String, Long> named;

    /** @param named by the symbol of a free extent, or by input and axis ({@code x.2}) where it has none */
    FreeSizes(Contract contract, Map<String, Long> named) {
        this.contract = contract;
        this.named = Map.copyOf(named);
        requireKnown();
    }

    private void requireKnown() {
        Map<String, Long> unknown = new LinkedHashMap<>(named);
        contract.inputs().forEach(input -> {
            List<Dim> dims = shape(input).dims();
            for (int axis = 0; axis < dims.size(); axis++) {
                unknown.remove(Contract.extentName(input, axis));
            }
        });
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "--shape: no input has a free extent of this name (was " + unknown.keySet() + ")");
        }
    }

    private static Shape shape(ValueInfo input) {
        Shape shape = input.type() == null ? null : input.type().shape();
        if (shape == null) {
            throw new AssertionError("bug: a contract has inputs of known rank only");
        }
        return shape;
    }

    /** Returns whether every input can be given {@code batch} samples at once. */
    boolean admitsBatch(int batch) {
        return contract.inputs().stream()
                .map(FreeSizes::shape)
                .allMatch(shape ->
                        shape.rank() > 0 && !(shape.dim(0) instanceof Dim.Fixed fixed && fixed.size() != batch));
    }

    long[] dims(ValueInfo input, int batch) {
        Shape shape = shape(input);
        long[] dims = new long[shape.rank()];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = shape.dim(axis) instanceof Dim.Fixed fixed ? fixed.size() : free(input, axis, batch);
        }
        return dims;
    }

    private long free(ValueInfo input, int axis, int batch) {
        Long asked = named.get(Contract.extentName(input, axis));
        if (asked != null) {
            return asked;
        }
        if (axis == 0 || isBatch(shape(input).dim(axis))) {
            return batch;
        }
        if (!contract.byteExtents().isEmpty()) {
            return contract.byteExtents().get(axis);
        }
        if (contract.image() != null) {
            return contract.image().dims()[axis];
        }
        if (contract.meaning() instanceof InputMeaning.Text text) {
            return Math.min(text.length(), OTHER);
        }
        return shape(input).rank() == PICTURE_RANK && axis > 1 ? SIDE : OTHER;
    }

    /** Returns whether an input has a size of this name as its first: the batch need not come first, as in a state. */
    private boolean isBatch(Dim dim) {
        return dim instanceof Dim.Named
                && contract.inputs().stream()
                        .map(FreeSizes::shape)
                        .anyMatch(shape -> shape.rank() > 0 && shape.dim(0).equals(dim));
    }

    @Override
    public String toString() {
        return contract.inputs().stream()
                .map(input -> input.name() + Arrays.toString(dims(input, 1)))
                .toList()
                .toString();
    }
}
