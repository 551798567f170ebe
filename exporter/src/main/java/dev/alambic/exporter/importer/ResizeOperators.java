package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Resize and Upsample, by one product with a small matrix for each axis whose extent changes. The engine's own
 * interpolation always smooths when it shrinks, and knows two of the seven coordinate modes.
 */
final class ResizeOperators {

    private ResizeOperators() {}

    static void addTo(Operators operators) {
        operators.on("Resize", ResizeOperators::resize).on("Upsample", ResizeOperators::upsample);
    }

    private static Operator resize(NodeView node) {
        if (node.opset() < 11) {
            return upsample(node);
        }
        String coordinates = node.oneOf(
                "coordinate_transformation_mode",
                "half_pixel",
                "half_pixel_symmetric",
                "asymmetric",
                "align_corners",
                "pytorch_half_pixel",
                "tf_half_pixel_for_nn",
                "tf_crop_and_resize");
        return resampling(
                node,
                new Resampling.Kernel(
                        node.oneOf("mode", "nearest", "linear", "cubic"),
                        coordinates,
                        node.oneOf("nearest_mode", "round_prefer_floor", "round_prefer_ceil", "floor", "ceil"),
                        node.real("cubic_coeff_a", -0.75f),
                        node.flag("exclude_outside", false),
                        node.flag("antialias", false)),
                node.oneOf("keep_aspect_ratio_policy", "stretch", "not_larger", "not_smaller"));
    }

    /** Upsample, and Resize of opset 10: scales are input 1, before opset 9 an attribute. */
    private static Operator upsample(NodeView node) {
        String mode = node.oneOf("mode", "nearest", "linear");
        return resampling(node, new Resampling.Kernel(mode, "asymmetric", "simple", 0, false, false), "stretch");
    }

    private static Operator resampling(NodeView node, Resampling.Kernel kernel, String policy) {
        double filling = node.real("extrapolation_value", 0);
        return Operator.of(call -> {
            Resampling[] axes = axes(node, call, kernel, policy);
            NDArray y = call.array(0);
            for (int axis = axes.length - 1; axis >= 0; axis--) {
                y = axes[axis] == null ? y : resampled(call, y, axis, axes[axis]);
            }
            return filling == 0 ? y : filled(call, y, axes, filling);
        });
    }

    /** Returns how each axis is resampled, null for one that stays as it is. */
    private static Resampling[] axes(NodeView node, Call call, Resampling.Kernel kernel, String policy) {
        long[] dims = call.shape(0).getShape();
        int[] axes = Axes.inOrder(node.numbers("axes").orElse(null), dims.length);
        long[] extents = IntStream.of(axes).mapToLong(axis -> dims[axis]).toArray();
        Targets targets = Targets.of(node, call, extents, policy);
        boolean cropped = kernel.coordinates().equals("tf_crop_and_resize");
        float[] region = cropped ? call.floats(1) : new float[0];
        Resampling[] result = new Resampling[dims.length];
        for (int i = 0; i < axes.length; i++) {
            float from = cropped ? region[i] : 0;
            float to = cropped ? region[i + axes.length] : 1;
            if (targets.scales[i] != 1 || targets.extents[i] != extents[i] || from != 0 || to != 1) {
                result[axes[i]] = new Resampling(
                        Math.toIntExact(extents[i]),
                        Math.toIntExact(targets.extents[i]),
                        targets.scales[i],
                        from,
                        to,
                        kernel);
            }
        }
        return result;
    }

    private static NDArray resampled(Call call, NDArray x, int axis, Resampling resampling) {
        Shape shape = x.getShape();
        long before = shape.slice(0, axis).size();
        long after = shape.slice(axis + 1).size();
        Shape result = Axes.with(shape, axis, resampling.newExtent());
        if (resampling.isRepetition()) {
            long times = resampling.newExtent() / resampling.extent();
            return x.reshape(before * resampling.extent(), 1, after)
                    .broadcast(before * resampling.extent(), times, after)
                    .reshape(result);
        }
        NDArray matrix = call.table(
                resampling, () -> call.create(resampling.matrix(), resampling.newExtent(), resampling.extent()));
        NDArray y = after == 1
                ? x.reshape(before, resampling.extent()).matMul(matrix.transpose(1, 0))
                : matrix.matMul(x.reshape(before, resampling.extent(), after));
        return y.reshape(result);
    }

    /** Puts the extrapolation value where any axis lies outside; there the products gave 0. */
    private static NDArray filled(Call call, NDArray y, Resampling[] axes, double filling) {
        NDArray inside = null;
        for (int axis = 0; axis < axes.length; axis++) {
            if (axes[axis] != null) {
                long[] dims = Axes.along(axis, axes[axis].newExtent(), axes.length);
                NDArray factor = call.create(axes[axis].inside(), dims);
                inside = inside == null ? factor : inside.mul(factor);
            }
        }
        return inside == null ? y : y.add(inside.sub(call.scalar(1, y)).mul(call.scalar(-filling, y)));
    }

    /** The new extents of the resampled axes, and by which scales. */
    private static final class Targets {
        final long[] extents;
        final float[] scales;

        private Targets(long[] extents, float[] scales) {
            this.extents = extents;
            this.scales = scales;
        }

        static Targets of(NodeView node, Call call, long[] extents, String policy) {
            float[] scales = scales(node, call);
            if (scales.length == 0) {
                return toSizes(extents, call.numbers(3), policy);
            }
            if (scales.length != extents.length) {
                throw node.invalid("one scale for each axis", extents.length, scales.length);
            }
            long[] targets = new long[extents.length];
            Arrays.setAll(targets, i -> (long) Math.floor(extents[i] * scales[i]));
            return new Targets(targets, scales);
        }

        private static float[] scales(NodeView node, Call call) {
            int input = node.opset() < 11 ? 1 : 2;
            return node.reals("scales").orElseGet(() -> call.has(input) ? call.floats(input) : new float[0]);
        }

        /** From opset 18 on sizes may be bounds that keep the ratio of the axes. */
        private static Targets toSizes(long[] extents, long[] sizes, String policy) {
            float[] scales = new float[extents.length];
            for (int i = 0; i < scales.length; i++) {
                scales[i] = (float) sizes[i] / extents[i];
            }
            if (policy.equals("stretch")) {
                return new Targets(sizes, scales);
            }
            float common = scales[0];
            for (float scale : scales) {
                common = policy.equals("not_larger") ? Math.min(common, scale) : Math.max(common, scale);
            }
            Arrays.fill(scales, common);
            long[] targets = new long[extents.length];
            Arrays.setAll(targets, i -> Math.round((double) extents[i] * scales[i]));
            return new Targets(targets, scales);
        }
    }
}
