package dev.alambic.data.picture;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a model takes pictures, and the one way from a file to it: float32 [1, channels, height, width], or
 * [1, height, width, channels] if only that axis has the extent of gray or of three colours; each value {@code shift +
 * scale * level}, the level being 0 (black) to 255 (white). A model of one channel takes the luminance of colours, one
 * of three takes gray as three equal colours.
 *
 * <pre>{@code
 * PictureForm form = PictureForm.of(model.graph().requiredInputs().get(0), null, ImageOptions.defaults());
 * Tensor input = form.tensor(Path.of("cat.jpg"));
 * }</pre>
 */
public final class PictureForm {
    private static final Set<Long> COLOURS = Set.of(1L, 3L);

    private final ImageSize size;
    private final boolean channelsLast;
    private final Fit fit;
    private final ColourOrder order;
    private final float[] scale;
    private final float[] shift;

    private PictureForm(ImageSize size, boolean channelsLast, Fit fit, ColourOrder order) {
        this.size = size;
        this.channelsLast = channelsLast;
        this.fit = fit;
        this.order = order;
        this.scale = new float[size.channels()];
        this.shift = new float[size.channels()];
    }

    /** Returns the form for a model that says itself what it takes. */
    public static PictureForm of(InputMeaning.Image image, Fit fit) {
        PictureForm form = new PictureForm(ImageSize.of(image), false, fit, ColourOrder.RGB);
        Arrays.fill(form.scale, (image.max() - image.min()) / 255);
        Arrays.fill(form.shift, image.min());
        return form;
    }

    /**
     * Returns the form for the one input of a model.
     *
     * @param meaning what the model says of itself; null if nothing
     * @param options what counts where it says nothing
     * @throws UnsupportedModelException if the input is no image, or of a size that nobody says
     */
    public static PictureForm of(ValueInfo input, @Nullable InputMeaning meaning, ImageOptions options) {
        if (meaning instanceof InputMeaning.Image image) {
            return of(image, options.fit());
        }
        Shape shape = input.type() == null ? null : input.type().shape();
        if (shape == null || shape.rank() != 4) {
            throw new UnsupportedModelException("input '" + input.name()
                    + "' takes no images (expected 4 axes: batch, channels, height, width, was " + shape + ")");
        }
        boolean last = COLOURS.contains(extent(shape, 3)) && !COLOURS.contains(extent(shape, 1));
        long channels = extent(shape, last ? 3 : 1);
        ImageSize size = new ImageSize(
                side(options.width(), extent(shape, last ? 2 : 3), input),
                side(options.height(), extent(shape, last ? 1 : 2), input),
                COLOURS.contains(channels) ? (int) channels : 3);
        PictureForm form = new PictureForm(size, last, options.fit(), options.order());
        for (int c = 0; c < size.channels(); c++) {
            double std = value(options.std(), c, size.channels(), "std");
            form.scale[c] = (float) (1 / (255 * std));
            form.shift[c] = (float) (-value(options.mean(), c, size.channels(), "mean") / std);
        }
        return form;
    }

    private static double value(List<Double> values, int channel, int channels, String what) {
        if (values.size() != 1 && values.size() != channels) {
            throw new IllegalArgumentException("--" + what + ": one number, or one a channel (expected 1 or " + channels
                    + ", was " + values.size() + ")");
        }
        return values.get(values.size() == 1 ? 0 : channel);
    }

    private static long extent(Shape shape, int axis) {
        return shape.dim(axis) instanceof Dim.Fixed fixed ? fixed.size() : -1;
    }

    private static int side(@Nullable Integer wanted, long fixed, ValueInfo input) {
        if (wanted == null && fixed < 1) {
            throw new UnsupportedModelException("input '" + input.name()
                    + "' takes images of any size: say by --image-size WIDTHxHEIGHT which to make");
        }
        if (wanted != null && fixed > 0 && wanted != fixed) {
            throw new IllegalArgumentException(
                    "--image-size: the model's own (expected " + fixed + ", was " + wanted + ")");
        }
        return wanted == null ? Math.toIntExact(fixed) : wanted;
    }

    /**
     * Reads a picture.
     *
     * @return one sample in the order of the model's axes
     * @throws InvalidDataException if the file is missing, no picture, or of a size that is refused
     */
    public float[] values(Path file) {
        int channels = size.channels();
        if (!COLOURS.contains((long) channels)) {
            throw new InvalidDataException(
                    file.toString(), "a picture has gray or red, green and blue", "1 or 3 channels", channels);
        }
        Levels levels = new PictureFile(file, size, fit).read();
        int plane = size.width() * size.height();
        float[] values = new float[channels * plane];
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < channels; c++) {
                float level = channels == 1 ? levels.gray(i) : levels.colour(i, order.colour(c));
                values[channelsLast ? i * channels + c : c * plane + i] = shift[c] + scale[c] * level;
            }
        }
        return values;
    }

    /** Reads a picture, as {@link #values} does, into a batch of one. */
    public Tensor tensor(Path file) {
        float[] values = values(file);
        return channelsLast
                ? Tensor.ofFloats(values, 1, size.height(), size.width(), size.channels())
                : Tensor.ofFloats(values, 1, size.channels(), size.height(), size.width());
    }
}
