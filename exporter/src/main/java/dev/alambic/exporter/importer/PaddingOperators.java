package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Operators that add elements at the ends of axes or take some away. */
final class PaddingOperators {

    private PaddingOperators() {}

    static void addTo(Operators operators) {
        operators.on("Pad", PaddingOperators::pad).on("CenterCropPad", PaddingOperators::centerCropPad);
    }

    /** How many elements are added before and after each axis; negative widths take away. */
    private static final class Widths {
        final long[] before;
        final long[] after;

        Widths(int rank) {
            before = new long[rank];
            after = new long[rank];
        }
    }

    private static Operator pad(NodeView node) {
        String mode = node.oneOf("mode", "constant", "reflect", "edge", "wrap");
        float filling = node.real("value", 0);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            Widths widths = widths(node, call);
            if (mode.equals("constant") && isDifferentiable(node, call)) {
                return filled(call, x, widths);
            }
            if (mode.equals("constant")) {
                double value = call.has(2) && call.shape(2).size() == 1 ? call.floats(2)[0] : filling;
                return ShapeOperators.padded(x, widths.before, widths.after, value);
            }
            NDArray padded = ShapeOperators.padded(x, negative(widths.before), negative(widths.after), 0);
            for (int axis = 0; axis < widths.before.length; axis++) {
                long[] positions = positions(
                        mode,
                        padded.getShape().get(axis),
                        Math.max(0, widths.before[axis]),
                        Math.max(0, widths.after[axis]));
                if (positions.length != padded.getShape().get(axis)) {
                    padded = IndexOperators.picked(padded, axis, call.create(positions, positions.length));
                }
            }
            return padded;
        });
    }

    private static boolean isDifferentiable(NodeView node, Call call) {
        return node.isComputed(2)
                && call.shape(2).size() == 1
                && call.array(0).getDataType().isFloating();
    }

    /** Pads with a value that is computed: zeros, and the value where ones would have been padded with zeros. */
    private static NDArray filled(Call call, NDArray x, Widths widths) {
        NDArray inside = ShapeOperators.padded(x.onesLike(), widths.before, widths.after, 0);
        NDArray outside = call.scalar(1, x).sub(inside);
        return ShapeOperators.padded(x, widths.before, widths.after, 0)
                .add(outside.mul(call.array(2).reshape(new Shape())));
    }

    private static Widths widths(NodeView node, Call call) {
        long[] given = node.numbers("pads").or(() -> node.numbers("paddings")).orElseGet(() -> call.numbers(1));
        int rank = call.rank(0);
        int[] axes = Axes.inOrder(call.optionalNumbers(3), rank);
        if (given.length != 2 * axes.length) {
            throw new IllegalArgumentException("an axis is padded at both ends (expected " + 2 * axes.length
                    + " widths, was " + given.length + ")");
        }
        Widths widths = new Widths(rank);
        for (int i = 0; i < axes.length; i++) {
            widths.before[axes[i]] = given[i];
            widths.after[axes[i]] = given[i + axes.length];
        }
        return widths;
    }

    private static long[] negative(long[] widths) {
        return Arrays.stream(widths).map(width -> Math.min(0, width)).toArray();
    }

    /** Returns which element of an axis of {@code extent} stands at each place of the padded axis. */
    private static long[] positions(String mode, long extent, long before, long after) {
        if (extent == 0 && before + after > 0) {
            throw new IllegalArgumentException("an axis without elements cannot be continued (expected constant)");
        }
        return LongStream.range(-before, extent + after)
                .map(place -> switch (mode) {
                    case "edge" -> Math.max(0, Math.min(extent - 1, place));
                    case "wrap" -> Math.floorMod(place, extent);
                    default -> reflected(place, extent);
                })
                .toArray();
    }

    /** Mirrors at the first and the last element, as often as needed. */
    private static long reflected(long place, long extent) {
        if (extent == 1) {
            return 0;
        }
        long period = 2 * (extent - 1);
        long inside = Math.floorMod(place, period);
        return Math.min(inside, period - inside);
    }

    /** Cuts or pads with zeros around the centre; the odd element is at the end. */
    private static Operator centerCropPad(NodeView node) {
        return Operator.of(call -> {
            NDArray x = call.array(0);
            int rank = x.getShape().dimension();
            long[] target = call.numbers(1);
            int[] axes = Axes.inOrder(node.numbers("axes").orElse(null), rank);
            Widths widths = new Widths(rank);
            for (int i = 0; i < axes.length; i++) {
                long missing = target[i] - x.getShape().get(axes[i]);
                widths.before[axes[i]] = missing / 2;
                widths.after[axes[i]] = missing - missing / 2;
            }
            return ShapeOperators.padded(x, widths.before, widths.after, 0);
        });
    }
}
