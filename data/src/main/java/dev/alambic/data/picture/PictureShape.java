package dev.alambic.data.picture;

import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pictures that an input takes by its shape. */
record PictureShape(ImageSize size, PictureLayout layout) {
    private static final Set<Long> COLOURS = Set.of(1L, 3L);

    /** @param own the size that all pictures have, null if they have many */
    static PictureShape of(ValueInfo input, ImageOptions options, @Nullable ImageSize own) {
        Shape shape = input.type() == null ? null : input.type().shape();
        if (shape != null && own != null && shape.rank() == 3) {
            ImageSize size = new ImageSize(
                    side(options.width(), extent(shape, 2), own.width(), input),
                    side(options.height(), extent(shape, 1), own.height(), input),
                    1);
            return new PictureShape(size, PictureLayout.GRAY);
        }
        if (shape != null && own != null && shape.rank() == 2) {
            return flat(input, extent(shape, 1), options, own);
        }
        if (shape == null || shape.rank() != 4) {
            throw new UnsupportedModelException("input '" + input.name()
                    + "' takes no images (expected 4 axes: batch, channels, height, width, was " + shape + ")");
        }
        boolean last = COLOURS.contains(extent(shape, 3)) && !COLOURS.contains(extent(shape, 1));
        long channels = extent(shape, last ? 3 : 1);
        ImageSize size = new ImageSize(
                side(options.width(), extent(shape, last ? 2 : 3), own == null ? null : own.width(), input),
                side(options.height(), extent(shape, last ? 1 : 2), own == null ? null : own.height(), input),
                channels > 0 ? Math.toIntExact(channels) : own == null ? 3 : own.channels());
        return new PictureShape(size, last ? PictureLayout.PIXELS : PictureLayout.PLANES);
    }

    private static PictureShape flat(ValueInfo input, long extent, ImageOptions options, ImageSize own) {
        int width = options.width() == null ? own.width() : options.width();
        int height = options.height() == null ? own.height() : options.height();
        long plane = (long) width * height;
        if (extent != plane && extent != 3 * plane && extent > 0) {
            throw new UnsupportedModelException("input '" + input.name() + "' takes rows that are no pictures of "
                    + width + "x" + height + " pixels (expected " + plane + " or " + 3 * plane + " values, was "
                    + extent + ")");
        }
        return new PictureShape(new ImageSize(width, height, extent == 3 * plane ? 3 : 1), PictureLayout.FLAT);
    }

    private static long extent(Shape shape, int axis) {
        return shape.dim(axis) instanceof Dim.Fixed fixed ? fixed.size() : -1;
    }

    private static int side(@Nullable Integer wanted, long fixed, @Nullable Integer own, ValueInfo input) {
        if (wanted != null && fixed > 0 && wanted != fixed) {
            throw new IllegalArgumentException(
                    "--image-size: the model's own (expected " + fixed + ", was " + wanted + ")");
        }
        if (wanted != null || fixed > 0) {
            return wanted == null ? Math.toIntExact(fixed) : wanted;
        }
        if (own == null) {
            throw new UnsupportedModelException("input '" + input.name()
                    + "' takes images of any size: say by --image-size WIDTHxHEIGHT which to make");
        }
        return own;
    }
}
