package dev.alambic.packager.contract;

import dev.alambic.data.picture.Fit;
import dev.alambic.data.picture.Resampling;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.packager.manifest.Step;
import dev.alambic.packager.manifest.TensorSpec;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a model takes a picture, and the reference of how pixels become it: brought to the model's size by
 * {@link Resampling}, then {@code value = level * factor + offset}.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param fit how a picture of another size is brought to the model's
 * @param channelsLast whether the tensor is [1, height, width, channels], else [1, channels, height, width]
 * @param factor by channel
 * @param offset by channel
 */
public record ImageForm(
        int channels, int height, int width, Fit fit, boolean channelsLast, List<Double> factor, List<Double> offset) {
    private static final double RED = 0.299;
    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;
    private static final int WHITE = 255;

    /** Red, green and blue to one level. */
    static final Step GREYSCALE = new Step.Greyscale(RED, GREEN, BLUE);

    private static final String METHOD = "antialiased-bilinear";

    public ImageForm {
        if (channels != 1 && channels != 3) {
            throw new UnsupportedModelException("an image has 1 or 3 channels (was " + channels + ")");
        }
        factor = List.copyOf(factor);
        offset = List.copyOf(offset);
    }

    /** Returns the form that {@code image} describes; null for other channels than gray or colours. */
    static @Nullable ImageForm of(InputMeaning.Image image) {
        if (image.channels() != 1 && image.channels() != 3) {
            return null;
        }
        double factor = ((double) image.max() - image.min()) / WHITE;
        return new ImageForm(
                image.channels(),
                image.height(),
                image.width(),
                image.fit() == null ? Fit.STRETCH : Fit.of(image.fit()),
                false,
                Collections.nCopies(image.channels(), factor),
                Collections.nCopies(image.channels(), (double) image.min()));
    }

    /**
     * Returns the form for a model that does not say it.
     *
     * @throws UnsupportedModelException if the input is no picture, or of a size that nobody says
     */
    static ImageForm of(ValueInfo input, PixelScale scale) {
        TensorType type = input.type();
        Shape shape = type == null ? null : type.shape();
        if (type == null || type.elementType() != DataType.FLOAT || shape == null || shape.rank() != 4) {
            throw new UnsupportedModelException("input '" + input.name()
                    + "': takes no pictures (expected float [batch, channels, height, width], was " + type + ")");
        }
        boolean last = isColours(shape.dim(3)) && !isColours(shape.dim(1));
        Dim colours = shape.dim(last ? 3 : 1);
        int channels = colours instanceof Dim.Fixed fixed ? Math.toIntExact(fixed.size()) : 3;
        int height = side(scale.height(), shape.dim(last ? 1 : 2), input.name());
        int width = side(scale.width(), shape.dim(last ? 2 : 3), input.name());
        List<Double> mean = byChannel(scale.mean(), channels, "mean");
        List<Double> std = byChannel(scale.std(), channels, "std");
        return new ImageForm(
                channels,
                height,
                width,
                Fit.STRETCH,
                last,
                std.stream().map(each -> 1 / (WHITE * each)).toList(),
                IntStream.range(0, channels)
                        .mapToObj(c -> 0.0 - mean.get(c) / std.get(c))
                        .toList());
    }

    private static boolean isColours(Dim dim) {
        return dim instanceof Dim.Fixed fixed && (fixed.size() == 1 || fixed.size() == 3);
    }

    private static int side(@Nullable Integer wanted, Dim own, String input) {
        if (own instanceof Dim.Fixed fixed) {
            if (wanted != null && wanted != fixed.size()) {
                throw new IllegalArgumentException("input '" + input
                        + "': the size of pictures is the model's (expected " + fixed.size() + ", was " + wanted + ")");
            }
            return Math.toIntExact(fixed.size());
        }
        if (wanted == null) {
            throw new UnsupportedModelException(
                    "input '" + input + "': takes pictures of any size: say which (--image-size WIDTHxHEIGHT)");
        }
        return wanted;
    }

    private static List<Double> byChannel(List<Double> given, int channels, String what) {
        if (given.size() != 1 && given.size() != channels) {
            throw new IllegalArgumentException(
                    what + ": one number, or one a channel (expected " + channels + ", was " + given.size() + ")");
        }
        return given.size() == channels ? given : Collections.nCopies(channels, given.get(0));
    }

    /** Returns the values that black and white become, over all channels. */
    TensorSpec.Range range() {
        double[] ends = IntStream.range(0, channels)
                .boxed()
                .flatMap(c -> List.of(offset.get(c), WHITE * factor.get(c) + offset.get(c)).stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return new TensorSpec.Range((float) ends[0], (float) ends[ends.length - 1]);
    }

    /** Returns the extents of one picture. */
    public long[] dims() {
        return channelsLast ? new long[] {1, height, width, channels} : new long[] {1, channels, height, width};
    }

    List<String> axes() {
        return channelsLast
                ? List.of("batch", "height", "width", "channels")
                : List.of("batch", "channels", "height", "width");
    }

    List<Step> steps(String input) {
        Step decode = new Step.Decode("RGB", "black");
        Step resize = new Step.Resize(width, height, METHOD, fit.name().toLowerCase(Locale.ROOT));
        Step scale = new Step.Scale(factor, offset);
        Step layout = new Step.Layout(channelsLast ? "NHWC" : "NCHW", "float32");
        Step feed = new Step.Feed(input, "that tensor");
        return channels == 1
                ? List.of(decode, resize, GREYSCALE, scale, layout, feed)
                : List.of(decode, resize, scale, layout, feed);
    }

    /**
     * Returns the input that a picture becomes.
     *
     * @param rgb a byte each, row by row
     */
    public Tensor tensor(byte[] rgb, int fromWidth, int fromHeight) {
        byte[] levels = Resampling.fitted(rgb, fromWidth, fromHeight, 3, fit, width, height);
        float[] values = new float[channels * height * width];
        for (int i = 0; i < height * width; i++) {
            for (int c = 0; c < channels; c++) {
                double one = channels == 1 ? grey(levels, 3 * i) : Byte.toUnsignedInt(levels[3 * i + c]);
                int at = channelsLast ? i * channels + c : c * height * width + i;
                values[at] = (float) (one * factor.get(c) + offset.get(c));
            }
        }
        return Tensor.ofFloats(values, dims());
    }

    private static double grey(byte[] levels, int at) {
        return RED * Byte.toUnsignedInt(levels[at])
                + GREEN * Byte.toUnsignedInt(levels[at + 1])
                + BLUE * Byte.toUnsignedInt(levels[at + 2]);
    }
}
