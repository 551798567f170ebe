package dev.alambic.onnx.structure;

import java.util.Arrays;
import java.util.Objects;

/**
 * Operators whose outputs have the axes of their first input: activations, casts, and those that mix along some axes
 * only, which then stay.
 */
final class PassThrough {

    private PassThrough() {}

    /** Computes each position alone; further inputs are numbers. */
    static void all(Site site) {
        for (int axis = 0; axis < site.rank(0); axis++) {
            toAll(site, axis);
        }
    }

    private static void toAll(Site site, int axis) {
        for (int output = 0; output < site.node().outputs().size(); output++) {
            long[] dims = site.outputDims(output);
            if (dims != null && Arrays.equals(dims, Objects.requireNonNull(site.dims(0)))) {
                site.pass(0, axis, output, axis);
            }
        }
    }

    /** Pooling: works on each sample and each channel alone; the positions of the maxima cannot be followed. */
    static void pooling(Site site) {
        if (site.node().outputs().size() == 1 && site.rank(0) > 2) {
            site.pass(0, 0, 0, 0);
            site.pass(0, 1, 0, 1);
        }
    }

    /** Normalizes along an axis; before opset 13 along all from there on. */
    static void softmax(Site site) {
        boolean flattens = site.opset() < 13;
        int rank = site.rank(0);
        int first = Moves.axis(site.node(), flattens ? 1 : -1, rank);
        for (int axis = 0; axis < rank; axis++) {
            if (axis == first || (flattens && axis > first)) {
                site.keep(0, axis, "normalizes over it");
            } else {
                toAll(site, axis);
            }
        }
    }

    /** Sums up, or the like, along one axis. */
    static void along(Site site) {
        int rank = site.rank(0);
        int along = Moves.axis(site.node(), -1, rank);
        for (int axis = 0; axis < rank; axis++) {
            if (axis != along) {
                toAll(site, axis);
            }
        }
    }

    /** Keeps some positions of one axis: the largest, those above a threshold. */
    static void argument(Site site) {
        int rank = site.rank(0);
        int along = Moves.axis(site.node(), 0, rank);
        boolean keeps = site.node().intAttribute("keepdims", 1) != 0;
        for (int axis = 0; axis < rank; axis++) {
            if (axis != along) {
                site.pass(0, axis, 0, axis > along && !keeps ? axis - 1 : axis);
            }
        }
    }

    /** Reduces some axes to one number: what is cut of those is missing in it. */
    static void reduce(Site site) {
        int rank = site.rank(0);
        boolean[] reduced = new boolean[Math.max(rank, 0)];
        Arrays.fill(reduced, true);
        if (site.has(1) && site.constant(1).isEmpty()) {
            return;
        }
        site.constant(1)
                .map(tensor -> tensor.longs())
                .or(() -> site.node().intsAttribute("axes"))
                .filter(axes -> axes.length > 0)
                .ifPresent(axes -> {
                    Arrays.fill(reduced, false);
                    Arrays.stream(axes).forEach(axis -> reduced[(int) (axis < 0 ? axis + rank : axis)] = true);
                });
        boolean keeps = site.node().intAttribute("keepdims", 1) != 0;
        int output = 0;
        for (int axis = 0; axis < rank; axis++) {
            if (reduced[axis]) {
                site.inexact(0, axis, "sums it up");
                output += keeps ? 1 : 0;
            } else {
                site.pass(0, axis, 0, output++);
            }
        }
    }

    /** Rounds to integers or back; one scale for all, or one for each position of an axis. */
    static void quantize(Site site) {
        int rank = site.rank(0);
        int axis = Moves.axis(site.node(), 1, rank);
        for (int each = 0; each < rank; each++) {
            toAll(site, each);
        }
        for (int input = 1; input < site.node().inputs().size(); input++) {
            if (site.rank(input) == 1 && axis < rank && site.size(input, 0) == site.size(0, axis)) {
                site.pass(input, 0, 0, axis);
            }
        }
    }
}
