package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.Objects;

/**
 * Brings values of two models to one form: vectors [batch, width], those of tokens [batch, tokens, width], and maps
 * [batch, channels, height, width].
 */
final class Features {

    private static final int[] LAST = {-1};

    /** Added to a sum of squares, so that the gradient of zeros is a number. */
    private static final float LEAST_SQUARE = 1e-12f;

    private Features() {}

    /**
     * Checks that a pair can be compared place by place.
     *
     * @throws IllegalArgumentException if it cannot; the message says what both are
     */
    static void requireAlike(Pair pair, Map<Tap, Shape> shapes) {
        Shape teacher = shape(pair.teacher(), shapes);
        Shape student = shape(pair.student(), shapes);
        int rank = teacher.dimension();
        if (rank != student.dimension() || rank < 2 || rank > 4) {
            throw refusal(
                    pair,
                    "values of one rank, [batch, width], [batch, tokens, width] or"
                            + " [batch, channels, height, width]",
                    teacher,
                    student);
        }
        if (rank == 3 && teacher.get(1) != student.get(1)) {
            throw refusal(pair, "as many tokens", teacher, student);
        }
    }

    static Shape shape(Tap tap, Map<Tap, Shape> shapes) {
        return Objects.requireNonNull(shapes.get(tap), () -> "shape of " + tap);
    }

    static IllegalArgumentException refusal(Pair pair, String expected, Shape teacher, Shape student) {
        return new IllegalArgumentException("map '" + pair + "': the two cannot be compared (expected " + expected
                + ", was " + of(teacher) + " and " + of(student) + ")");
    }

    /** Returns a shape without its batch. */
    private static String of(Shape shape) {
        return shape.slice(1).toString();
    }

    /** Returns the number of values at a place: channels of a map, the width of a vector. */
    static long width(Shape shape) {
        return shape.dimension() == 4 ? shape.get(1) : shape.getLastDimension();
    }

    /** Returns the values with those of one place behind each other, [batch, places, width]. */
    static NDArray places(NDArray values) {
        Shape shape = values.getShape();
        return switch (shape.dimension()) {
            case 2 -> values.reshape(shape.get(0), 1, shape.get(1));
            case 4 ->
                values.reshape(shape.get(0), shape.get(1), shape.get(2) * shape.get(3))
                        .transpose(0, 2, 1);
            default -> values;
        };
    }

    /** Returns maps no larger than the other's, by means over neighbourhoods; anything else as it is. */
    static NDArray pooled(NDArray values, Shape other, NDManager step) {
        Shape shape = values.getShape();
        if (shape.dimension() != 4) {
            return values;
        }
        NDArray pooled = values;
        if (shape.get(3) > other.get(3)) {
            pooled = pooled.matMul(means(shape.get(3), other.get(3), step));
        }
        if (shape.get(2) > other.get(2)) {
            pooled = pooled.transpose(0, 1, 3, 2)
                    .matMul(means(shape.get(2), other.get(2), step))
                    .transpose(0, 1, 3, 2);
        }
        return pooled;
    }

    /**
     * Returns the matrix [from, to] of adaptive mean pooling: out i is the mean from ⌊i·from/to⌋ to ⌈(i+1)·from/to⌉.
     */
    private static NDArray means(long from, long to, NDManager step) {
        int rows = Math.toIntExact(from);
        int columns = Math.toIntExact(to);
        float[] matrix = new float[rows * columns];
        for (int i = 0; i < columns; i++) {
            int start = i * rows / columns;
            int end = -Math.floorDiv(-(i + 1) * rows, columns);
            for (int row = start; row < end; row++) {
                matrix[row * columns + i] = 1f / (end - start);
            }
        }
        return step.create(matrix, new Shape(rows, columns));
    }

    /** Returns all values of a sample in a row, [batch, values]. */
    static NDArray rows(NDArray values) {
        return values.reshape(values.getShape().get(0), -1);
    }

    /** Returns the values with length 1 along the last axis. */
    static NDArray unit(NDArray values) {
        return values.div(values.mul(values).sum(LAST, true).add(LEAST_SQUARE).sqrt());
    }
}
