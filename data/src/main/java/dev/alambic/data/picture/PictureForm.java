package dev.alambic.data.picture;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a model takes pictures, and the one way from a file to it: float32 [1, channels, height, width], or
 * [1, height, width, channels] if only that axis has the extent of gray or of three colours; each value {@code shift +
 * scale * level}, the level being 0 (black) to 255 (white). A model of one channel takes the luminance of colours, one
 * of three takes gray as three equal colours.
 *
 * <pre>{@code
 * PictureForm form = PictureForm.of(model.graph().requiredInputs().get(0), null, ImageOptions.defaults());
 * Tensor input = form.batch(form.values(Path.of("cat.jpg")), 1);
 * }</pre>
 */
public final class PictureForm {
    private static final Set<Long> COLOURS = Set.of(1L, 3L);
    private static final float WHITE = 255;

    private final ImageSize size;
    private final PictureLayout layout;
    private final Fit fit;
    private final double share;
    private final ColourOrder order;
    private final String by;
    private final float[] scale;
    private final float[] shift;

    private PictureForm(ImageSize size, PictureLayout layout, Fit fit, ImageOptions options, String by) {
        this.size = size;
        this.layout = layout;
        this.fit = fit;
        this.share = options.share();
        this.order = options.order();
        this.by = by;
        this.scale = new float[size.channels()];
        this.shift = new float[size.channels()];
    }

    /** Returns the form for a model that says itself what it takes; another size is refused if it does not say how. */
    public static PictureForm of(InputMeaning.Image image) {
        return of(image, image.fit() == null ? Fit.EXACT : Fit.of(image.fit()));
    }

    /** Returns the form for a model that says itself what it takes. */
    public static PictureForm of(InputMeaning.Image image, Fit fit) {
        PictureForm form = new PictureForm(
                ImageSize.of(image), PictureLayout.PLANES, fit, ImageOptions.defaults(), "as the model says");
        Arrays.fill(form.scale, (image.max() - image.min()) / WHITE);
        Arrays.fill(form.shift, image.min());
        return form;
    }

    /**
     * Returns the form for the one input of a model.
     *
     * @param meaning what the model says of itself; null if nothing
     * @param options what counts where it says nothing; a picture of another size is stretched if they do not say
     * @throws UnsupportedModelException if the input is no image, or of a size that nobody says
     */
    public static PictureForm of(ValueInfo input, @Nullable InputMeaning meaning, ImageOptions options) {
        return of(input, meaning, options, null);
    }

    /**
     * Returns the form for pictures that all have one size, which a model takes that has none of its own; another size,
     * or colours where the pictures are gray, is refused if the options do not say how to bring them to it.
     */
    public static PictureForm ofOneSize(
            ValueInfo input, @Nullable InputMeaning meaning, ImageOptions options, ImageSize own) {
        return of(input, meaning, options, own);
    }

    private static PictureForm of(
            ValueInfo input, @Nullable InputMeaning meaning, ImageOptions options, @Nullable ImageSize own) {
        Fit usual = own == null ? Fit.STRETCH : Fit.EXACT;
        Fit fit = options.fit() == null ? usual : options.fit();
        if (meaning instanceof InputMeaning.Image image) {
            return options.fit() == null && image.fit() != null ? of(image) : of(image, fit);
        }
        PictureShape taken = PictureShape.of(input, options, own);
        PictureForm form = new PictureForm(taken.size(), taken.layout(), fit, options, options.by());
        form.scale(options.mean(), options.std());
        return form;
    }

    /** Returns the size of a picture as it is to be seen; empty if the file is none, or not to be read. */
    public static Optional<ImageSize> sizeOf(Path file) {
        try {
            PictureFile.Header header = new PictureFile(file).header();
            return Optional.of(new ImageSize(header.width(), header.height(), 3));
        } catch (InvalidDataException e) {
            return Optional.empty(); // whoever reads it tells why
        }
    }

    /** Returns whether an input of this shape may be one of pictures, whatever its size. */
    public static boolean takesPictures(ValueInfo input) {
        Shape shape = input.type() == null ? null : input.type().shape();
        return shape != null
                && shape.rank() == 4
                && (isColours(shape, 1) || isColours(shape, 3) || !(shape.dim(1) instanceof Dim.Fixed));
    }

    /** Returns whether an input has a size of its own. */
    public static boolean isSized(ValueInfo input) {
        Shape shape = input.type() == null ? null : input.type().shape();
        if (shape == null || shape.rank() != 4) {
            return false;
        }
        int height = isColours(shape, 3) && !isColours(shape, 1) ? 1 : 2;
        return shape.dim(height) instanceof Dim.Fixed && shape.dim(height + 1) instanceof Dim.Fixed;
    }

    private static boolean isColours(Shape shape, int axis) {
        return shape.dim(axis) instanceof Dim.Fixed fixed && COLOURS.contains(fixed.size());
    }

    private static double value(List<Double> values, int channel, int channels, String what) {
        if (values.size() != 1 && values.size() != channels) {
            throw new IllegalArgumentException("--" + what + ": one number, or one a channel (expected 1 or " + channels
                    + ", was " + values.size() + ")");
        }
        return values.get(values.size() == 1 ? 0 : channel);
    }

    public ImageSize size() {
        return size;
    }

    /** Returns who says this; empty if nobody does. */
    public String by() {
        return by;
    }

    /** Returns the extents of one sample, without the batch axis. */
    public long[] sampleShape() {
        return layout.sampleShape(size);
    }

    /** Returns what samples of this form mean: of values that differ by channel, the lowest and the highest. */
    public InputMeaning.Image meaning() {
        float min = IntStream.range(0, shift.length)
                .mapToObj(c -> shift[c])
                .min(Float::compare)
                .orElseThrow();
        float max = IntStream.range(0, shift.length)
                .mapToObj(this::white)
                .max(Float::compare)
                .orElseThrow();
        InputMeaning.Resize resize = fit == Fit.EXACT ? null : InputMeaning.Resize.valueOf(fit.name());
        return new InputMeaning.Image(size.channels(), size.height(), size.width(), min, max, resize);
    }

    private float white(int channel) {
        return shift[channel] + WHITE * scale[channel];
    }

    /**
     * Checks that pictures of this size are taken.
     *
     * @param where file, for messages
     * @throws InvalidDataException if they have another and nobody said how to bring them to the model's
     */
    public void requireTaken(String where, ImageSize own) {
        if (fit == Fit.EXACT && !own.equals(size)) {
            throw new InvalidDataException(
                    where, "wrong image size, which --fit stretch, crop or pad brings to the model's", size, own);
        }
    }

    /**
     * Reads a picture.
     *
     * @return one sample in the order of the model's axes
     * @throws InvalidDataException if the file is missing, no picture, or of a size that is refused
     */
    public float[] values(Path file) {
        requireColours(file.toString());
        float[] values = new float[valueCount()];
        fill(values, 0, new PictureFile(file).read(size, fit, share));
        return values;
    }

    /**
     * Reads a picture that is in memory.
     *
     * @param where it comes from, for messages
     * @param maxPixels that are decoded at most
     * @return one sample in the order of the model's axes
     * @throws InvalidDataException if it is no picture, or of a size that is refused
     */
    public float[] values(byte[] picture, String where, long maxPixels) {
        requireColours(where);
        float[] values = new float[valueCount()];
        fill(values, 0, new PictureBytes(where, picture, maxPixels).read(size, fit, share));
        return values;
    }

    /**
     * Reads a drawing, centred and scaled as the model knows its pictures; see {@link DrawingForm}.
     *
     * @throws InvalidDataException if it is no picture, is too large, or there is nothing on it
     */
    public float[] drawn(byte[] drawing, String where, long maxPixels, DrawingForm as) {
        requireColours(where);
        PictureBytes bytes = new PictureBytes(where, drawing, maxPixels);
        PictureFile.Header own = bytes.header();
        Levels levels = bytes.read(new ImageSize(own.width(), own.height(), 1), Fit.EXACT, 1);
        byte[] placed = as.placed(new DrawingForm.Ink(levels, own.width(), own.height()), size, where);
        float[] values = new float[valueCount()];
        fill(values, 0, Levels.ofBytes(placed, size, WHITE));
        return values;
    }

    /**
     * Writes a gray picture, from {@code target[offset]} on.
     *
     * @param levels [height * width], unsigned, 0 (black) to {@code white}
     */
    public void copy(byte[] levels, ImageSize own, float white, float[] target, int offset) {
        if (own.width() == size.width() && own.height() == size.height() && share == 1) {
            fill(target, offset, Levels.ofBytes(levels, own, white));
            return;
        }
        byte[] spread = levels.clone();
        for (int i = 0; i < spread.length; i++) {
            spread[i] = (byte) Math.round((levels[i] & 0xff) * WHITE / white);
        }
        BufferedImage image = new BufferedImage(own.width(), own.height(), BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, own.width(), own.height(), spread);
        fill(target, offset, Levels.fitted(image, size, fit, share));
    }

    private void requireColours(String where) {
        if (!COLOURS.contains((long) size.channels())) {
            throw new InvalidDataException(
                    where, "a picture has gray or red, green and blue", "1 or 3 channels", size.channels());
        }
    }

    /** Returns the number of values of a picture. */
    public int valueCount() {
        return size.channels() * size.width() * size.height();
    }

    Fit fit() {
        return fit;
    }

    double share() {
        return share;
    }

    void fill(float[] target, int offset, Levels levels) {
        int channels = size.channels();
        int plane = size.width() * size.height();
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < channels; c++) {
                float level = channels == 1 ? levels.gray(i) : levels.colour(i, order.colour(c));
                int at = layout == PictureLayout.PIXELS ? i * channels + c : c * plane + i;
                target[offset + at] = shift[c] + scale[c] * level;
            }
        }
    }

    /** Returns the values that pixels of this form become in another that differs in mean and deviation alone. */
    float[] revalued(float[] values, PictureForm other) {
        int plane = size.width() * size.height();
        float[] changed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int channel = layout == PictureLayout.PIXELS ? i % size.channels() : i / plane % size.channels();
            float level = (values[i] - shift[channel]) / scale[channel];
            changed[i] = other.shift[channel] + other.scale[channel] * level;
        }
        return changed;
    }

    /** Returns the same form with other values; empty if they are for other channels. */
    Optional<PictureForm> with(Preset preset) {
        if (preset.mean().size() != 1 && preset.mean().size() != size.channels()) {
            return Optional.empty();
        }
        PictureForm form = new PictureForm(size, layout, fit, ImageOptions.defaults(), preset.label());
        form.scale(preset.mean(), preset.std());
        return Optional.of(form);
    }

    private void scale(List<Double> mean, List<Double> std) {
        for (int c = 0; c < size.channels(); c++) {
            double divisor = value(std, c, size.channels(), "std");
            scale[c] = (float) (1 / (255 * divisor));
            shift[c] = (float) (0.0 - value(mean, c, size.channels(), "mean") / divisor);
        }
    }

    /** Returns pictures as the input of the model. */
    public Tensor batch(float[] values, int count) {
        long[] sample = sampleShape();
        long[] dims = new long[sample.length + 1];
        dims[0] = count;
        System.arraycopy(sample, 0, dims, 1, sample.length);
        return Tensor.ofFloats(values, dims);
    }

    /** Returns how pictures are read, in words: {@code RGB 224×224, 0 to 1, NCHW; another size is stretched, …}. */
    public String said() {
        return described() + "; " + fit.said()
                + (share < 1 ? " without " + Math.round(100 - 100 * share) + " % of each side" : "")
                + (size.channels() == 1 ? ", colours by luminance" : ", gray as three equal colours")
                + (by.isEmpty() ? "" : " (" + by + ")");
    }

    /** Returns which values a model is fed, in words: {@code RGB 224×224, 0 to 1, NCHW}. */
    public String described() {
        return (size.channels() == 1 ? "gray" : order.name()) + " " + size.width() + "×" + size.height() + ", "
                + range() + ", " + layout.said(size);
    }

    private String range() {
        boolean alike = IntStream.range(1, scale.length).allMatch(c -> scale[c] == scale[0] && shift[c] == shift[0]);
        if (alike) {
            return number(shift[0]) + " to " + number(white(0));
        }
        String mean = channels(c -> number(0f - shift[c] / (WHITE * scale[c])));
        String std = channels(c -> number(1 / (WHITE * scale[c])));
        return "0 to 1 less " + mean + " by " + std;
    }

    private String channels(IntFunction<String> each) {
        return IntStream.range(0, size.channels()).mapToObj(each).collect(Collectors.joining("/"));
    }

    /** Returns at most four digits, as few as say the same. */
    private static String number(float value) {
        String text = String.format(Locale.ROOT, "%.4g", value);
        return text.contains("e") || !text.contains(".") ? text : text.replaceAll("\\.?0+$", "");
    }

    /** Tells all that makes one reading of a picture another, exactly: what was learned from it is known by this. */
    @Override
    public String toString() {
        return "pictures " + size + " " + layout + " " + fit + " " + share + " " + order + " scale "
                + Arrays.toString(scale) + " shift " + Arrays.toString(shift);
    }
}
