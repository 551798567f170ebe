package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Arithmetic of axes and extents, as the standard defines it. */
final class Axes {

    private Axes() {}

    /** Returns {@code axis} counted from the front. */
    static int of(long axis, int rank) {
        if (axis < -rank || axis >= Math.max(rank, 1)) {
            throw new IllegalArgumentException(
                    "an axis is one of the tensor's (expected -" + rank + " to " + (rank - 1) + ", was " + axis + ")");
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    /** Returns {@code axes} counted from the front and sorted; all axes if null or empty. */
    static int[] of(long @Nullable [] axes, int rank) {
        int[] sorted = inOrder(axes == null || axes.length == 0 ? null : axes, rank);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Returns {@code axes} counted from the front, in their order; all axes if null. */
    static int[] inOrder(long @Nullable [] axes, int rank) {
        return axes == null
                ? IntStream.range(0, rank).toArray()
                : LongStream.of(axes).mapToInt(axis -> of(axis, rank)).toArray();
    }

    /** Returns {@code extent} along {@code axis}, and 1 along the others. */
    static long[] along(int axis, long extent, int rank) {
        long[] dims = new long[rank];
        Arrays.fill(dims, 1);
        dims[axis] = extent;
        return dims;
    }

    /** Returns {@code shape} with another extent along {@code axis}. */
    static Shape with(Shape shape, int axis, long extent) {
        long[] dims = shape.getShape().clone();
        dims[axis] = extent;
        return new Shape(dims);
    }

    /**
     * Returns {@code x} with axes of extent 1 behind it, so that its first axis is broadcast to {@code axis} of like.
     */
    static NDArray alignedAt(NDArray x, int axis, NDArray like) {
        int behind = like.getShape().dimension() - axis - x.getShape().dimension();
        long[] dims = Arrays.copyOf(x.getShape().getShape(), x.getShape().dimension() + Math.max(0, behind));
        Arrays.fill(dims, x.getShape().dimension(), dims.length, 1);
        return x.reshape(new Shape(dims));
    }

    static long[] unsqueezed(long[] dims, long[] axes) {
        int rank = dims.length + axes.length;
        int[] added = of(axes, rank);
        long[] result = new long[rank];
        int next = 0;
        for (int axis = 0; axis < rank; axis++) {
            boolean isNew = axes.length > 0 && Arrays.binarySearch(added, axis) >= 0;
            result[axis] = isNew ? 1 : dims[next++];
        }
        return result;
    }

    /** Drops the given axes, all of extent 1 if null. */
    static long[] squeezed(long[] dims, long @Nullable [] axes) {
        if (axes == null) {
            return LongStream.of(dims).filter(dim -> dim != 1).toArray();
        }
        int[] dropped = axes.length == 0 ? new int[0] : of(axes, dims.length);
        return IntStream.range(0, dims.length)
                .filter(axis -> Arrays.binarySearch(dropped, axis) < 0)
                .mapToLong(axis -> dims[axis])
                .toArray();
    }

    /** Returns the extents that {@code target} asks for: 0 copies one, -1 is what is left. */
    static long[] reshaped(long[] dims, long[] target, boolean allowZero) {
        long[] result = target.clone();
        int open = -1;
        long known = 1;
        for (int axis = 0; axis < result.length; axis++) {
            if (result[axis] == 0 && !allowZero) {
                result[axis] = dims[axis];
            }
            if (result[axis] == -1) {
                open = axis;
            } else {
                known *= result[axis];
            }
        }
        long elements = elements(dims);
        if (open >= 0) {
            result[open] = known == 0 ? 0 : elements / known;
        }
        if (elements(result) != elements) {
            throw new IllegalArgumentException("a new shape keeps the number of elements (expected " + elements
                    + ", was " + Arrays.toString(target) + ")");
        }
        return result;
    }

    static long elements(long[] dims) {
        return LongStream.of(dims).reduce(1, (a, b) -> a * b);
    }

    /** Returns the extents of two tensors after broadcasting (the standard's Broadcasting.md). */
    static long[] broadcast(long[] a, long[] b) {
        int rank = Math.max(a.length, b.length);
        long[] result = new long[rank];
        for (int axis = 1; axis <= rank; axis++) {
            long one = axis > a.length ? 1 : a[a.length - axis];
            long other = axis > b.length ? 1 : b[b.length - axis];
            result[rank - axis] = one == 1 ? other : one;
        }
        return result;
    }
}
