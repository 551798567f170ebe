package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The windows of one pooling over one shape of input. With {@code ceil_mode} the last window may reach beyond the
 * padding, but must start before it; this is the rule of the standard, of ONNX Runtime and of the engine alike.
 */
final class Pooling {

    private final Window window;
    private final long[] extents;
    private final long[] pads;
    private final long[] outputs;
    private final boolean ceil;

    /** @param x [batch, channels, spatial...] */
    Pooling(Window window, NDArray x, boolean ceil) {
        this.window = window;
        this.extents = x.getShape().slice(2).getShape();
        this.pads = window.pads(x);
        this.ceil = ceil;
        this.outputs = new long[extents.length];
        Arrays.setAll(outputs, this::output);
    }

    private int axes() {
        return extents.length;
    }

    private long span(int axis) {
        return (window.kernel[axis] - 1) * window.dilations[axis] + 1;
    }

    private long output(int axis) {
        long stride = window.strides[axis];
        long room = extents[axis] + pads[axis] + pads[axis + axes()] - span(axis);
        long count = (ceil ? ceilDiv(room, stride) : Math.floorDiv(room, stride)) + 1;
        boolean startsBehind = ceil && (count - 1) * stride >= extents[axis] + pads[axis];
        return startsBehind ? count - 1 : count;
    }

    private static long ceilDiv(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }

    /** Returns the number of windows along each axis. */
    long[] outputs() {
        return outputs;
    }

    /** Returns the maximum of each window. */
    NDArray max(NDArray x) {
        if (window.isDilated()) {
            return taps(x, Float.NEGATIVE_INFINITY).stream()
                    .reduce(NDArray::maximum)
                    .orElseThrow();
        }
        NDArray input = isNative() ? x : fitted(x, Float.NEGATIVE_INFINITY);
        return input.getNDArrayInternal()
                .maxPool(new Shape(window.kernel), new Shape(window.strides), padding(), isNative() && ceil);
    }

    /** Returns the sum of each window by its number of taps, where padding counts as 0. */
    NDArray mean(Call call, NDArray x) {
        if (window.isDilated()) {
            NDArray sum = taps(x, 0).stream().reduce(NDArray::add).orElseThrow();
            return sum.mul(call.scalar(1.0 / taps(), sum));
        }
        boolean plain = isNative() && !ceil;
        NDArray input = plain ? x : fitted(x, 0);
        Shape padding = plain ? padding() : new Shape(new long[axes()]);
        return input.getNDArrayInternal()
                .avgPool(new Shape(window.kernel), new Shape(window.strides), padding, false, true);
    }

    long taps() {
        return Axes.elements(window.kernel);
    }

    /** The engine pads both ends of an axis alike, by at most half of the window. */
    private boolean isNative() {
        for (int i = 0; i < axes(); i++) {
            if (2 * pads[i] > window.kernel[i]) {
                return false;
            }
        }
        return Window.isSymmetric(pads);
    }

    private Shape padding() {
        return isNative() ? Window.oneSide(pads) : new Shape(new long[axes()]);
    }

    /** Returns {@code x} padded as far as its windows reach. */
    private NDArray fitted(NDArray x, double value) {
        long[] reach = pads.clone();
        for (int i = 0; i < axes(); i++) {
            reach[i + axes()] = Math.max(0, (outputs[i] - 1) * window.strides[i] + span(i) - extents[i] - pads[i]);
        }
        return Arrays.stream(reach).allMatch(width -> width == 0)
                ? x
                : ShapeOperators.padded(x, spatial(reach, 0), spatial(reach, axes()), value);
    }

    private long[] spatial(long[] widths, int from) {
        long[] all = new long[axes() + 2];
        System.arraycopy(widths, from, all, 2, axes());
        return all;
    }

    /** Returns for each position in the window, row-major, the element there of all windows. */
    List<NDArray> taps(NDArray x, double padding) {
        NDArray input = fitted(x, padding);
        List<NDArray> taps = new ArrayList<>();
        for (int tap = 0; tap < taps(); tap++) {
            NDIndex index = new NDIndex().addAllDim().addAllDim();
            for (int i = 0; i < axes(); i++) {
                long start = at(tap, i) * window.dilations[i];
                index.addSliceDim(start, start + (outputs[i] - 1) * window.strides[i] + 1, window.strides[i]);
            }
            taps.add(input.get(index));
        }
        return taps;
    }

    private long at(long tap, int axis) {
        long behind = 1;
        for (int i = axis + 1; i < axes(); i++) {
            behind *= window.kernel[i];
        }
        return tap / behind % window.kernel[axis];
    }

    /**
     * Returns the factors [1, 1, outputs...] that make means over the elements that count of means over all taps.
     *
     * @param padded whether padding counts; what lies beyond the padding never does
     */
    double[] shares(boolean padded) {
        double[] shares = {1};
        for (int axis = 0; axis < axes(); axis++) {
            double[] along = new double[Math.toIntExact(outputs[axis])];
            for (int i = 0; i < along.length; i++) {
                along[i] = (double) window.kernel[axis] / counted(axis, i, padded);
            }
            double[] before = shares;
            shares = new double[before.length * along.length];
            Arrays.setAll(shares, i -> before[i / along.length] * along[i % along.length]);
        }
        return shares;
    }

    private long counted(int axis, int output, boolean padded) {
        long first = output * window.strides[axis] - pads[axis];
        long low = padded ? -pads[axis] : 0;
        long high = extents[axis] + (padded ? pads[axis + axes()] : 0);
        long before = Math.max(0, ceilDiv(low - first, window.dilations[axis]));
        long reached = Math.min(window.kernel[axis], ceilDiv(high - first, window.dilations[axis]));
        return Math.max(0, reached - before);
    }

    /** Returns whether every tap of every window counts. */
    boolean isWhole(boolean padded) {
        for (int axis = 0; axis < axes(); axis++) {
            for (int i = 0; i < outputs[axis]; i++) {
                if (counted(axis, i, padded) != window.kernel[axis]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Returns [taps, outputs...]: where each tap of each window lies in the flat channel. */
    long[] positions(boolean columnMajor) {
        long windows = Axes.elements(outputs);
        long[] positions = new long[Math.toIntExact(taps() * windows)];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = position(i / windows, i % windows, columnMajor);
        }
        return positions;
    }

    private long position(long tap, long output, boolean columnMajor) {
        long[] at = new long[axes()];
        long rest = output;
        for (int i = axes() - 1; i >= 0; i--) {
            at[i] = rest % outputs[i] * window.strides[i] - pads[i] + at(tap, i) * window.dilations[i];
            rest /= outputs[i];
        }
        long flat = 0;
        for (int i = 0; i < axes(); i++) {
            int axis = columnMajor ? axes() - 1 - i : i;
            flat = flat * extents[axis] + at[axis];
        }
        return flat;
    }

    /** Returns what tells these windows from those over another shape of input, for the same node. */
    Object key() {
        return List.of(window, Arrays.stream(extents).boxed().toList());
    }
}
