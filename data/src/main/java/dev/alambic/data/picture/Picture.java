package dev.alambic.data.picture;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes one PNG, JPEG, GIF (first frame) or BMP file. Transparency lies on black; colours become gray by luminance
 * {@code 0.299 R + 0.587 G + 0.114 B} (ITU-R BT.601) for a model of one channel; gray files give all three channels the
 * same value. Gray values are taken as stored: the library's own way from gray to RGB would change them by a gamma.
 */
public final class Picture {
    private static final long MAX_FILE_BYTES = 1 << 28;

    private final Path path;
    private final InputMeaning.Image wanted;

    private Picture(Path path, InputMeaning.Image wanted) {
        this.path = path;
        this.wanted = wanted;
    }

    /** Returns the pixels [channels, height, width] in the range of the model's input. */
    public static float[] read(Path path, InputMeaning.Image wanted) {
        if (wanted.channels() != 1 && wanted.channels() != 3) {
            throw new InvalidDataException(
                    path.toString(), "a picture has gray or red, green and blue", "1 or 3 channels", wanted.channels());
        }
        DataFile file = DataFile.of(path);
        if (file.maxBytes() > MAX_FILE_BYTES) {
            throw new InvalidDataException(
                    path.toString(), "too large for a picture", MAX_FILE_BYTES + " bytes", file.maxBytes());
        }
        byte[] bytes = file.read(in -> in.readAllBytes());
        return new Picture(path, wanted).pixels(bytes);
    }

    private float[] pixels(byte[] bytes) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new InvalidDataException(path + ": not an image (expected PNG, JPEG, GIF or BMP)");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                requireSize(reader);
                return pixels(reader.read(0));
            } finally {
                reader.dispose();
            }
        } catch (InvalidDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the decoders throw either on broken files
            throw new InvalidDataException(path + ": broken image: " + e.getMessage(), e);
        }
    }

    /** Looks at the header alone, so that no memory is taken for an image that is refused. */
    private void requireSize(ImageReader reader) throws IOException {
        ImageSize.require(
                path.toString(),
                new ImageSize(wanted.width(), wanted.height(), 1),
                new ImageSize(reader.getWidth(0), reader.getHeight(0), 1));
    }

    private float[] pixels(BufferedImage image) {
        int plane = wanted.height() * wanted.width();
        float[] target = new float[wanted.channels() * plane];
        for (int i = 0; i < plane; i++) {
            double[] rgb = colour(image, i % wanted.width(), i / wanted.width());
            if (wanted.channels() == 1) {
                target[i] = raw(0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]);
            } else {
                for (int channel = 0; channel < 3; channel++) {
                    target[channel * plane + i] = raw(rgb[channel]);
                }
            }
        }
        return target;
    }

    private float raw(double value) {
        return (float) (wanted.min() + value * ((double) wanted.max() - wanted.min()) / 255);
    }

    /** Returns red, green and blue, each 0 to 255, on black. */
    private static double[] colour(BufferedImage image, int x, int y) {
        ColorModel model = image.getColorModel();
        if (model.getNumColorComponents() == 1 && !(model instanceof IndexColorModel)) {
            double gray = 255 * part(image, x, y, 0) * (model.hasAlpha() ? part(image, x, y, 1) : 1);
            return new double[] {gray, gray, gray};
        }
        int argb = image.getRGB(x, y);
        double alpha = (argb >>> 24) / 255.0;
        return new double[] {alpha * (argb >> 16 & 0xff), alpha * (argb >> 8 & 0xff), alpha * (argb & 0xff)};
    }

    /** Returns a band of a pixel as part of its largest value. */
    private static double part(BufferedImage image, int x, int y, int band) {
        Raster raster = image.getRaster();
        int bits = raster.getSampleModel().getSampleSize(band);
        return raster.getSample(x, y, band) / (double) ((1L << bits) - 1);
    }
}
