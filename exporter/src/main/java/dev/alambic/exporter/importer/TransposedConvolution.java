package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * ConvTranspose of any number of spatial axes, which the engine's bindings leave out.
 *
 * <p>For stride s, output element s·q + r is a convolution at q with every s-th element of the kernel from r on. So the
 * kernel falls apart into s kernels for each axis, one convolution computes all of them as channels, and the channels
 * are dealt out to their places: no product with an inserted zero is computed. Source: Shi et al., Real-Time Single
 * Image and Video Super-Resolution Using an Efficient Sub-Pixel Convolutional Neural Network, CVPR 2016, appendix.
 */
final class TransposedConvolution {

    private final long group;
    private final int axes;
    private final Window window;
    private final long[] kernel;
    private final long[] strides;
    private final long[] outputPadding;
    private final Optional<long[]> outputShape;

    private TransposedConvolution(NodeView node, long[] kernel) {
        this.axes = kernel.length;
        this.window = new Window(node, kernel);
        this.kernel = kernel;
        this.group = node.number("group", 1);
        this.strides = window.strides;
        this.outputPadding = node.numbers("output_padding", axes, 0);
        this.outputShape = node.numbers("output_shape");
    }

    static Operator of(NodeView node) {
        return Operator.of(call -> {
            NDArray weight = call.array(1);
            long[] kernel = weight.getShape().slice(2).getShape();
            return new TransposedConvolution(node, kernel).apply(call.array(0), weight, call.optional(2));
        });
    }

    /**
     * Returns the output.
     *
     * @param x [batch, channels, spatial...]
     * @param weight [channels, features / group, kernel...]
     * @param bias [features]
     */
    private NDArray apply(NDArray x, NDArray weight, @Nullable NDArray bias) {
        boolean strided = LongStream.of(strides).anyMatch(stride -> stride != 1);
        NDArray whole = strided ? strided(x, dilated(weight)) : dense(x, weight);
        NDArray placed = placed(x, whole);
        if (bias == null) {
            return placed;
        }
        return placed.add(bias.reshape(Axes.along(1, -1, axes + 2)));
    }

    /** Returns all that the windows touch, padding included, for strides of 1. */
    private NDArray dense(NDArray x, NDArray weight) {
        return convolved(x, apart(weight, kernel, ones()), kernel, window.dilations);
    }

    private NDArray strided(NDArray x, NDArray weight) {
        long[] taps = new long[axes];
        long[] after = new long[axes + 2];
        for (int i = 0; i < axes; i++) {
            long extent = weight.getShape().get(i + 2);
            taps[i] = (extent + strides[i] - 1) / strides[i];
            after[i + 2] = taps[i] * strides[i] - extent;
        }
        NDArray whole = ShapeOperators.padded(weight, new long[axes + 2], after, 0);
        return interleaved(convolved(x, apart(whole, taps, strides), taps, ones()));
    }

    private long[] ones() {
        return LongStream.generate(() -> 1).limit(axes).toArray();
    }

    /** Returns the kernel with zeros between its elements instead of dilations. */
    private NDArray dilated(NDArray weight) {
        NDArray result = weight;
        for (int i = 0; i < axes; i++) {
            if (window.dilations[i] != 1) {
                result = zerosAfterEach(result, i + 2, window.dilations[i]);
            }
        }
        return result;
    }

    private static NDArray zerosAfterEach(NDArray x, int axis, long factor) {
        Shape shape = x.getShape();
        long before = shape.slice(0, axis).size();
        long extent = shape.get(axis);
        long behind = shape.slice(axis + 1).size();
        NDArray spread = x.reshape(before, extent, 1, behind);
        NDArray apart = ShapeOperators.padded(spread, new long[4], new long[] {0, 0, factor - 1, 0}, 0)
                .reshape(before, extent * factor, behind);
        return ShapeOperators.padded(apart, new long[3], new long[] {0, 1 - factor, 0}, 0)
                .reshape(Axes.with(shape, axis, (extent - 1) * factor + 1));
    }

    /** Returns one kernel for each remainder of the strides: [features · remainders, channels / group, taps...]. */
    private NDArray apart(NDArray weight, long[] taps, long[] parts) {
        Shape shape = weight.getShape();
        long channels = shape.get(0) / group;
        long features = shape.get(1);
        long[] dims = new long[3 + 2 * axes];
        int[] order = new int[3 + 2 * axes];
        dims[0] = group;
        dims[1] = channels;
        dims[2] = features;
        order[1] = 2;
        order[2 + axes] = 1;
        long remainders = 1;
        for (int i = 0; i < axes; i++) {
            dims[3 + 2 * i] = taps[i];
            dims[4 + 2 * i] = parts[i];
            order[2 + i] = 4 + 2 * i;
            order[3 + axes + i] = 3 + 2 * i;
            remainders *= parts[i];
        }
        long[] kernels = new long[2 + axes];
        kernels[0] = group * features * remainders;
        kernels[1] = channels;
        System.arraycopy(taps, 0, kernels, 2, axes);
        return weight.reshape(new Shape(dims))
                .transpose(order)
                .reshape(new Shape(kernels))
                .flip(IntStream.range(2, 2 + axes).toArray());
    }

    private NDArray convolved(NDArray x, NDArray kernels, long[] taps, long[] spacing) {
        long[] padding = new long[axes];
        Arrays.setAll(padding, i -> (taps[i] - 1) * spacing[i]);
        return x.getNDArrayInternal()
                .convolution(
                        x,
                        kernels,
                        null,
                        new Shape(ones()),
                        new Shape(padding),
                        new Shape(spacing),
                        Math.toIntExact(group))
                .get(0);
    }

    /** Deals the channels of the remainders out to their places: [batch, features, stride · extent...]. */
    private NDArray interleaved(NDArray y) {
        Shape shape = y.getShape();
        long[] dims = new long[2 + 2 * axes];
        int[] order = new int[2 + 2 * axes];
        long[] result = new long[2 + axes];
        long remainders = Axes.elements(strides);
        dims[0] = shape.get(0);
        dims[1] = shape.get(1) / remainders;
        order[1] = 1;
        result[0] = dims[0];
        result[1] = dims[1];
        for (int i = 0; i < axes; i++) {
            dims[2 + i] = strides[i];
            dims[2 + axes + i] = shape.get(2 + i);
            order[2 + 2 * i] = 2 + axes + i;
            order[3 + 2 * i] = 2 + i;
            result[2 + i] = strides[i] * shape.get(2 + i);
        }
        return y.reshape(new Shape(dims)).transpose(order).reshape(new Shape(result));
    }

    /** Cuts the padding off; an output that reaches beyond the last window is 0 there. */
    private NDArray placed(NDArray x, NDArray whole) {
        long[] before = new long[axes + 2];
        long[] after = new long[axes + 2];
        for (int i = 0; i < axes; i++) {
            long natural = strides[i] * (x.getShape().get(i + 2) - 1)
                    + outputPadding[i]
                    + (kernel[i] - 1) * window.dilations[i]
                    + 1;
            long asked = asked(x, i);
            long total = asked < 0 ? window.pads[i] + window.pads[i + axes] : Math.max(0, natural - asked);
            long half = window.autoPad.equals("SAME_UPPER") ? total / 2 : total - total / 2;
            long head = asked < 0 ? window.pads[i] : half;
            long extent = outputShape.isPresent() ? asked : natural - total;
            before[i + 2] = -head;
            after[i + 2] = extent + head - whole.getShape().get(i + 2);
        }
        boolean whatItIs = Arrays.equals(before, after) && LongStream.of(before).allMatch(width -> width == 0);
        return whatItIs ? whole : ShapeOperators.padded(whole, before, after, 0);
    }

    /** Returns the extent that an attribute asks for, or -1 if the pads decide. */
    private long asked(NDArray x, int axis) {
        if (outputShape.isPresent()) {
            long[] shape = outputShape.get();
            return shape[shape.length - axes + axis];
        }
        return window.autoPad.startsWith("SAME") ? x.getShape().get(axis + 2) * strides[axis] : -1;
    }
}
