package dev.alambic.onnx.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The ordered extents of a tensor; rank 0 is a scalar. */
public record Shape(List<Dim> dims) {

    public Shape {
        dims = List.copyOf(dims);
    }

    /** Returns a fully known shape, for example {@code of(64, 3, 7, 7)} for a Conv weight [out, in, kH, kW]. */
    public static Shape of(long... sizes) {
        return new Shape(Arrays.stream(sizes).mapToObj(Dim::of).toList());
    }

    /**
     * Returns a shape of sizes and symbols, for example {@code symbolic("batch", 3, 224, 224)}.
     *
     * @param dims each an {@link Integer} or {@link Long} size, or a {@link String} symbol
     */
    public static Shape symbolic(Object... dims) {
        return new Shape(Arrays.stream(dims).map(Shape::dim).toList());
    }

    private static Dim dim(Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return Dim.of(((Number) value).longValue());
        }
        if (value instanceof String symbol) {
            return Dim.of(symbol);
        }
        throw new IllegalArgumentException("a dimension is an int, a long or a symbol, was " + value);
    }

    public int rank() {
        return dims.size();
    }

    public Dim dim(int axis) {
        return dims.get(axis);
    }

    /** Returns whether every extent is known. */
    public boolean isFixed() {
        return dims.stream().allMatch(Dim::isFixed);
    }

    /**
     * Returns the sizes of a fully known shape.
     *
     * @throws IllegalStateException if an extent is not known
     */
    public long[] sizes() {
        return dims.stream()
                .mapToLong(dim -> {
                    if (dim instanceof Dim.Fixed fixed) {
                        return fixed.size();
                    }
                    throw new IllegalStateException("shape " + this + " is not fully known");
                })
                .toArray();
    }

    /** Returns whether a tensor of the given extents has this shape; what is not fixed fits every size. */
    public boolean admits(long... sizes) {
        if (sizes.length != dims.size()) {
            return false;
        }
        for (int axis = 0; axis < sizes.length; axis++) {
            if (dims.get(axis) instanceof Dim.Fixed fixed && fixed.size() != sizes[axis]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
