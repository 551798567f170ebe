package dev.alambic.cli.samples;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a model takes an image: float32 [1, channels, height, width], or [1, height, width, channels] if
 * only that axis has the extent of gray or red, green and blue.
 */
final class ImageTensor {
    private static final Set<Long> COLOURS = Set.of(1L, 3L);

    private final int channels;
    private final int height;
    private final int width;
    private final boolean channelsLast;
    private final float[] scale;
    private final float[] shift;

    private ImageTensor(int height, int width, boolean channelsLast, float[] scale, float[] shift) {
        this.channels = scale.length;
        this.height = height;
        this.width = width;
        this.channelsLast = channelsLast;
        this.scale = scale;
        this.shift = shift;
    }

    /**
     * Returns the form for the one input of a model.
     *
     * @param meaning what the model says of itself; null if nothing
     * @throws UnsupportedModelException if the input is no image, or of a size that nobody says
     */
    static ImageTensor of(ValueInfo input, @Nullable InputMeaning meaning, ImageOptions options) {
        if (meaning instanceof InputMeaning.Image image) {
            float step = (image.max() - image.min()) / 255;
            return new ImageTensor(
                    image.height(),
                    image.width(),
                    false,
                    filled(step, image.channels()),
                    filled(image.min(), image.channels()));
        }
        Shape shape = input.type() == null ? null : input.type().shape();
        if (shape == null || shape.rank() != 4) {
            throw new UnsupportedModelException("input '" + input.name()
                    + "' takes no images (expected 4 axes: batch, channels, height, width, was " + shape + ")");
        }
        boolean last = COLOURS.contains(extent(shape, 3)) && !COLOURS.contains(extent(shape, 1));
        long channels = extent(shape, last ? 3 : 1);
        int height = side(options.height(), extent(shape, last ? 1 : 2), input);
        int width = side(options.width(), extent(shape, last ? 2 : 3), input);
        int count = COLOURS.contains(channels) ? (int) channels : 3;
        return normalized(count, height, width, last, options);
    }

    private static ImageTensor normalized(int channels, int height, int width, boolean last, ImageOptions options) {
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        for (int c = 0; c < channels; c++) {
            double std = value(options.std(), c, channels, "std");
            scale[c] = (float) (1 / (255 * std));
            shift[c] = (float) (-value(options.mean(), c, channels, "mean") / std);
        }
        return new ImageTensor(height, width, last, scale, shift);
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

    private static float[] filled(float value, int count) {
        float[] values = new float[count];
        Arrays.fill(values, value);
        return values;
    }

    /**
     * Reads an image and brings it to this size by averaging.
     *
     * @throws InvalidDataException if the file is no image
     */
    Tensor read(Path file) {
        int[] pixels = resized(decoded(file));
        int plane = height * width;
        float[] values = new float[channels * plane];
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < channels; c++) {
                values[channelsLast ? i * channels + c : c * plane + i] = shift[c] + scale[c] * level(pixels[i], c);
            }
        }
        return channelsLast
                ? Tensor.ofFloats(values, 1, height, width, channels)
                : Tensor.ofFloats(values, 1, channels, height, width);
    }

    private static BufferedImage decoded(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                throw new InvalidDataException(file + ": not an image (expected PNG, JPEG, GIF or BMP)");
            }
            return image;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new InvalidDataException(file + ": broken image: " + e.getMessage(), e);
        }
    }

    private int[] resized(BufferedImage image) {
        BufferedImage canvas = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        boolean fits = image.getWidth() == width && image.getHeight() == height;
        Graphics2D graphics = canvas.createGraphics();
        graphics.drawImage(
                fits ? image : image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        graphics.dispose();
        return canvas.getRGB(0, 0, width, height, null, 0, width);
    }

    /** Returns a channel from 0 to 255; gray by luminance (ITU-R BT.601). */
    private float level(int rgb, int channel) {
        int red = rgb >> 16 & 0xff;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        if (channels == 1) {
            return 0.299f * red + 0.587f * green + 0.114f * blue;
        }
        return channel == 0 ? red : channel == 1 ? green : blue;
    }
}
