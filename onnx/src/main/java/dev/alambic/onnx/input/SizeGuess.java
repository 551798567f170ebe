package dev.alambic.onnx.input;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import java.util.List;
import java.util.Map;

/**
 * Sizes to try for dimensions that a model leaves free.
 *
 * @param height of an image, pixels
 * @param width of an image, pixels
 * @param length of anything else, such as a sequence of tokens
 */
record SizeGuess(long height, long width, long length) {

    /** Common sizes, the likeliest first: photographs, lines of text, pages, thumbnails. */
    static final List<SizeGuess> ALL = List.of(
            new SizeGuess(224, 224, 64),
            new SizeGuess(48, 320, 16),
            new SizeGuess(640, 640, 128),
            new SizeGuess(32, 320, 32),
            new SizeGuess(32, 32, 2),
            new SizeGuess(28, 28, 1),
            new SizeGuess(256, 256, 100),
            new SizeGuess(299, 299, 256));

    private static final long COLOURS = 3;
    private static final long MOST_COLOURS = 4;

    /**
     * Returns the sizes of an input, the first axis being the batch where it is free.
     *
     * @param symbols sizes that are decided; those decided here are added
     */
    long[] sizes(Shape shape, DataType type, int batch, Map<String, Long> symbols) {
        long[] sizes = new long[shape.rank()];
        for (int axis = 0; axis < sizes.length; axis++) {
            Dim dim = shape.dim(axis);
            long guess = axis == 0 ? batch : size(shape, type, axis);
            if (dim instanceof Dim.Fixed fixed) {
                sizes[axis] = fixed.size();
            } else if (dim instanceof Dim.Named named) {
                sizes[axis] = symbols.computeIfAbsent(named.symbol(), symbol -> guess);
            } else {
                sizes[axis] = guess;
            }
        }
        return sizes;
    }

    private long size(Shape shape, DataType type, int axis) {
        boolean pixels = type.isFloating() || type == DataType.UINT8;
        if (shape.rank() != 4 || !pixels) {
            return length;
        }
        boolean channelsLast = isColours(shape.dim(3)) && !isColours(shape.dim(1));
        int vertical = channelsLast ? 1 : 2;
        if (axis == vertical) {
            return height;
        }
        return axis == vertical + 1 ? width : COLOURS;
    }

    private static boolean isColours(Dim dim) {
        return dim instanceof Dim.Fixed fixed && fixed.size() <= MOST_COLOURS;
    }
}
