package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/** How the window of a convolution or a pooling moves over the spatial axes. */
final class Window {

    final long[] kernel;
    final long[] strides;
    final long[] dilations;
    /** As the node names them, the ends of all axes behind their begins; see {@link #pads(NDArray)}. */
    final long[] pads;

    final String autoPad;

    Window(NodeView node, long[] kernel) {
        int axes = kernel.length;
        this.kernel = kernel;
        this.strides = node.numbers("strides", axes, 1);
        this.dilations = node.numbers("dilations", axes, 1);
        this.pads = node.numbers("pads", 2 * axes, 0);
        this.autoPad = node.oneOf("auto_pad", "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER");
    }

    int axes() {
        return kernel.length;
    }

    boolean isDilated() {
        return Arrays.stream(dilations).anyMatch(dilation -> dilation != 1);
    }

    /** Returns the padding for an input [batch, channels, spatial...]. */
    long[] pads(NDArray x) {
        if (autoPad.equals("NOTSET")) {
            return pads;
        }
        long[] result = new long[2 * axes()];
        for (int i = 0; i < axes() && !autoPad.equals("VALID"); i++) {
            long extent = x.getShape().get(i + 2);
            long output = (extent + strides[i] - 1) / strides[i];
            long total = Math.max(0, (output - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 - extent);
            result[i] = autoPad.equals("SAME_UPPER") ? total / 2 : total - total / 2;
            result[i + axes()] = total - result[i];
        }
        return result;
    }

    /** Returns whether both ends of each axis are padded alike, as the engine does it. */
    static boolean isSymmetric(long[] pads) {
        int axes = pads.length / 2;
        return Arrays.equals(pads, 0, axes, pads, axes, 2 * axes);
    }

    /** Returns the first half: the padding of both ends where they are alike. */
    static Shape oneSide(long[] pads) {
        return new Shape(Arrays.copyOf(pads, pads.length / 2));
    }

    /** Returns {@code x} padded with {@code value}. */
    static NDArray padded(NDArray x, long[] pads, double value) {
        int axes = pads.length / 2;
        return ShapeOperators.padded(x, Arrays.copyOf(pads, axes), Arrays.copyOfRange(pads, axes, 2 * axes), value);
    }
}
