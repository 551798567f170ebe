package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples of a tensor at computed places, with gradients by the tensor and by the places. Along each axis a place
 * becomes one, two or four taps (nearest, linear, cubic); each combination of taps is one gather. Source: Jaderberg et
 * al., Spatial Transformer Networks, arXiv:1506.02025, section 3.3.
 */
record GridSampling(String mode, String padding, boolean aligned) {

    private static final double CUBIC = -0.75;

    static Operator of(NodeView node) {
        String mode = node.oneOf("mode", "linear", "bilinear", "nearest", "cubic", "bicubic");
        GridSampling sampling = new GridSampling(
                mode.startsWith("bi") ? mode.substring(2) : mode,
                node.oneOf("padding_mode", "zeros", "border", "reflection"),
                node.flag("align_corners", false));
        return Operator.of(call -> sampling.apply(call, call.array(0), call.array(1)));
    }

    /**
     * What one element of an axis adds to each sample.
     *
     * @param index [batch, 1, samples], whole numbers as floats, inside of the axis
     * @param weight [batch, 1, samples]
     */
    private record Tap(NDArray index, NDArray weight) {}

    /**
     * Returns [batch, channels, places...].
     *
     * @param x [batch, channels, spatial...]
     * @param grid [batch, places..., axes], from -1 to 1, the last axis of x first
     */
    private NDArray apply(Call call, NDArray x, NDArray grid) {
        Shape shape = x.getShape();
        int axes = shape.dimension() - 2;
        long batch = shape.get(0);
        long samples = grid.size() / batch / axes;
        NDArray places = grid.reshape(batch, samples, axes).transpose(2, 0, 1);
        List<Tap> taps = List.of(new Tap(call.scalar(0, x), call.scalar(1, x)));
        for (int axis = 0; axis < axes; axis++) {
            NDArray place = places.get(axes - 1 - axis).expandDims(1);
            taps = combined(call, taps, along(call, place, shape.get(axis + 2)), shape.get(axis + 2));
        }
        NDArray flat = x.reshape(batch, shape.get(1), -1);
        NDArray sum = null;
        for (Tap tap : taps) {
            NDArray index = tap.index.toType(DataType.INT64, false).broadcast(batch, shape.get(1), samples);
            NDArray term = flat.gather(index, 2).mul(tap.weight);
            sum = sum == null ? term : sum.add(term);
        }
        long[] dims = grid.getShape().getShape().clone();
        System.arraycopy(dims, 1, dims, 2, axes);
        dims[1] = shape.get(1);
        return sum == null ? x : sum.reshape(new Shape(dims));
    }

    private static List<Tap> combined(Call call, List<Tap> outer, List<Tap> inner, long extent) {
        List<Tap> all = new ArrayList<>();
        for (Tap one : outer) {
            NDArray start = one.index.mul(call.scalar((double) extent, one.index));
            for (Tap other : inner) {
                all.add(new Tap(other.index.add(start), other.weight.mul(one.weight)));
            }
        }
        return all;
    }

    private List<Tap> along(Call call, NDArray place, long extent) {
        NDArray position = position(call, place, extent);
        if (mode.equals("nearest")) {
            NDArray nearest = place(call, position.stopGradient().round(), extent);
            return List.of(tap(call, nearest, call.scalar(1, place), extent));
        }
        // the cubic taps are padded one by one instead
        NDArray inside = mode.equals("cubic") ? position : place(call, position, extent);
        NDArray floor = inside.stopGradient().floor();
        NDArray part = inside.sub(floor);
        List<Tap> taps = new ArrayList<>();
        int first = mode.equals("linear") ? 0 : -1;
        for (int offset = first; offset <= 1 - first; offset++) {
            NDArray distance = part.sub(call.scalar(offset, part)).abs();
            taps.add(tap(call, floor.add(call.scalar(offset, floor)), weight(call, distance, offset), extent));
        }
        return taps;
    }

    /** Returns where a place lies among the elements 0 to extent - 1. */
    private NDArray position(Call call, NDArray place, long extent) {
        NDArray shifted = place.add(call.scalar(1, place));
        return aligned
                ? shifted.mul(call.scalar((extent - 1) / 2.0, place))
                : shifted.mul(call.scalar(extent / 2.0, place)).sub(call.scalar(0.5, place));
    }

    private NDArray place(Call call, NDArray position, long extent) {
        return switch (padding) {
            case "border" -> position.clip(0, extent - 1);
            case "reflection" -> reflected(call, position, extent);
            default -> position;
        };
    }

    /** Folds at the ends of the axis: at the outermost elements if they are aligned, else half an element beyond. */
    private NDArray reflected(Call call, NDArray position, long extent) {
        double low = aligned ? 0 : -0.5;
        double range = aligned ? extent - 1 : extent;
        if (range == 0) {
            return position.mul(call.scalar(0, position));
        }
        NDArray from = position.sub(call.scalar(low, position)).abs();
        NDArray turns = from.stopGradient().div(call.scalar(2 * range, from)).floor();
        NDArray within = from.sub(turns.mul(call.scalar(2 * range, from)));
        return call.scalar(range + low, from)
                .sub(within.sub(call.scalar(range, from)).abs());
    }

    /** The linear, or the cubic weight of Keys with a = -0.75, of a tap at this distance. */
    private NDArray weight(Call call, NDArray t, int offset) {
        NDArray one = call.scalar(1, t);
        if (mode.equals("linear")) {
            return one.sub(t);
        }
        NDArray a = call.scalar(CUBIC, t);
        if (offset == 0 || offset == 1) {
            NDArray inner = t.mul(call.scalar(CUBIC + 2, t)).sub(call.scalar(CUBIC + 3, t));
            return inner.mul(t).mul(t).add(one);
        }
        NDArray inner = t.sub(call.scalar(5, t)).mul(t).add(call.scalar(8, t)).mul(t);
        return inner.sub(call.scalar(4, t)).mul(a);
    }

    /** Returns a tap whose index lies inside; one that lay outside has no weight if padding is zeros. */
    private Tap tap(Call call, NDArray index, NDArray weight, long extent) {
        NDArray found = padding.equals("reflection") ? reflected(call, index, extent) : index;
        NDArray inside = found.clip(0, extent - 1);
        if (!padding.equals("zeros")) {
            return new Tap(inside, weight);
        }
        NDArray counts = inside.eq(index).toType(weight.getDataType(), false);
        return new Tap(inside, weight.mul(counts));
    }
}
