package dev.alambic.data.picture;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * The levels of a picture, 0 (black) to 255 (white), gray or red, green and blue; a picture of colours that are all
 * gray is gray. Gray is taken as stored: the library's own way from gray to colours would change it by a gamma.
 * Transparency lies on black. Levels are whole numbers, but for gray of more than 8 bits that keeps its size.
 */
final class Levels {
    private static final float WHITE = 255;

    private final int width;
    private final int height;
    private final int channels;
    /** [height][width][channels], unsigned. */
    private final byte[] whole;
    /** The same levels where they are not whole. */
    private final float @Nullable [] fine;

    private Levels(int width, int height, int channels, byte[] whole, float @Nullable [] fine) {
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.whole = whole;
        this.fine = fine;
    }

    /** Returns a picture in another size. */
    static Levels fitted(BufferedImage picture, ImageSize wanted, Fit fit, double share) {
        Dimension size = new Dimension(wanted.width(), wanted.height());
        Rectangle part = fit.part(picture.getWidth(), picture.getHeight(), size, share);
        Dimension inner = fit.inner(part.width, part.height, size);
        boolean gray = picture.getColorModel().getNumColorComponents() == 1
                && !(picture.getColorModel() instanceof IndexColorModel);
        if (gray
                && inner.equals(part.getSize())
                && inner.equals(size)
                && !picture.getColorModel().hasAlpha()
                && picture.getSampleModel().getSampleSize(0) > Byte.SIZE) {
            return fine(picture.getRaster(), part);
        }
        int channels = gray ? 1 : 3;
        byte[] levels = Resampling.resized(
                gray ? grayRows(picture, part) : colourRows(picture, part),
                part.width,
                part.height,
                channels,
                inner.width,
                inner.height);
        byte[] all = Resampling.onBlack(levels, inner, channels, size);
        return new Levels(size.width, size.height, channels, all, null).asGrayIfItIs();
    }

    /** Returns gray levels up to {@code white}, in their own size. */
    static Levels ofBytes(byte[] bytes, ImageSize size, float white) {
        if (white == WHITE) {
            return new Levels(size.width(), size.height(), 1, bytes, null);
        }
        float[] levels = new float[bytes.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = (bytes[i] & 0xff) * WHITE / white;
        }
        return new Levels(size.width(), size.height(), 1, bytes, levels);
    }

    private static Levels fine(Raster raster, Rectangle part) {
        float[] levels = new float[part.width * part.height];
        byte[] whole = new byte[levels.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = level(raster, part.x + i % part.width, part.y + i / part.width, 0);
            whole[i] = (byte) Math.round(levels[i]);
        }
        return new Levels(part.width, part.height, 1, whole, levels);
    }

    private static Resampling.Rows grayRows(BufferedImage picture, Rectangle part) {
        Raster raster = picture.getRaster();
        if (picture.getType() == BufferedImage.TYPE_BYTE_GRAY) {
            return (y, target) -> raster.getDataElements(part.x, part.y + y, part.width, 1, target);
        }
        boolean alpha = picture.getColorModel().hasAlpha();
        return (y, target) -> {
            for (int x = 0; x < part.width; x++) {
                float level = level(raster, part.x + x, part.y + y, 0);
                float opaque = alpha ? level(raster, part.x + x, part.y + y, 1) / WHITE : 1;
                target[x] = (byte) Math.round(opaque * level);
            }
        };
    }

    private static Resampling.Rows colourRows(BufferedImage picture, Rectangle part) {
        if (picture.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            Raster raster = picture.getRaster();
            return (y, target) -> raster.getDataElements(part.x, part.y + y, part.width, 1, target);
        }
        int[] row = new int[part.width];
        return (y, target) -> {
            picture.getRGB(part.x, part.y + y, part.width, 1, row, 0, part.width);
            for (int x = 0; x < row.length; x++) {
                int opaque = row[x] >>> 24;
                for (int c = 0; c < 3; c++) {
                    int level = row[x] >> (16 - 8 * c) & 0xff;
                    target[3 * x + c] = (byte) ((opaque * level + 127) / 255);
                }
            }
        };
    }

    /** Returns a sample of any number of bits as a level. */
    private static float level(Raster raster, int x, int y, int band) {
        long white = (1L << raster.getSampleModel().getSampleSize(band)) - 1;
        return raster.getSample(x, y, band) * WHITE / white;
    }

    private Levels asGrayIfItIs() {
        if (channels == 1) {
            return this;
        }
        byte[] gray = new byte[width * height];
        for (int i = 0; i < gray.length; i++) {
            gray[i] = whole[3 * i];
            if (gray[i] != whole[3 * i + 1] || gray[i] != whole[3 * i + 2]) {
                return this;
            }
        }
        return new Levels(width, height, 1, gray, null);
    }

    boolean isGray() {
        return channels == 1;
    }

    /** Returns whether all pixels are the same. */
    boolean isConstant() {
        for (int i = channels; i < whole.length; i++) {
            if (whole[i] != whole[i - channels]) {
                return false;
            }
        }
        return true;
    }

    /** Returns about how much memory this takes. */
    int byteSize() {
        return whole.length + (fine == null ? 0 : Float.BYTES * fine.length) + 64;
    }

    /** Returns the levels as whole numbers, [height][width][channels]; not a copy. */
    byte[] whole() {
        return whole;
    }

    private float value(int at) {
        return fine == null ? whole[at] & 0xff : fine[at];
    }

    /** Returns the level of a colour; gray has the same of each. */
    float colour(int pixel, int colour) {
        return value(channels == 1 ? pixel : 3 * pixel + colour);
    }

    /** Returns the luminance {@code 0.299 R + 0.587 G + 0.114 B} (ITU-R BT.601). */
    float gray(int pixel) {
        return channels == 1
                ? value(pixel)
                : 0.299f * value(3 * pixel) + 0.587f * value(3 * pixel + 1) + 0.114f * value(3 * pixel + 2);
    }

    /** Returns the picture as it is to be seen. */
    Levels turned(Orientation how) {
        if (how.equals(Orientation.AS_STORED)) {
            return this;
        }
        int newWidth = how.swaps() ? height : width;
        int newHeight = how.swaps() ? width : height;
        byte[] turned = new byte[whole.length];
        float[] turnedFine = fine == null ? null : new float[fine.length];
        for (int pixel = 0; pixel < width * height; pixel++) {
            int x = pixel % newWidth;
            int y = pixel / newWidth;
            int a = how.swaps() ? y : x;
            int b = how.swaps() ? x : y;
            int from = (how.mirrorsY() ? height - 1 - b : b) * width + (how.mirrorsX() ? width - 1 - a : a);
            System.arraycopy(whole, channels * from, turned, channels * pixel, channels);
            if (fine != null && turnedFine != null) {
                turnedFine[pixel] = fine[from];
            }
        }
        return new Levels(newWidth, newHeight, channels, turned, turnedFine);
    }
}
