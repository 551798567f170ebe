package dev.alambic.data.picture;

import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The levels of a picture, 0 (black) to 255 (white), gray or red, green and blue. Gray is taken as stored: the
 * library's own way from gray to colours would change it by a gamma. Transparency lies on black.
 */
final class Levels {
    private final int width;
    private final int height;
    private final int channels;
    /** [height][width][channels]. */
    private final float[] values;

    private Levels(int width, int height, int channels) {
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.values = new float[width * height * channels];
    }

    /** Returns a picture in another size. */
    static Levels fitted(BufferedImage whole, ImageSize wanted, Fit fit, double share) {
        Dimension size = new Dimension(wanted.width(), wanted.height());
        Rectangle part = fit.part(whole.getWidth(), whole.getHeight(), size, share);
        Dimension inner = fit.inner(part.width, part.height, size);
        return of(whole, part, inner.width, inner.height).onBlack(size.width, size.height);
    }

    /** Returns a gray picture of levels up to {@code white}, in its own size. */
    static Levels ofBytes(byte[] bytes, ImageSize size, float white) {
        Levels levels = new Levels(size.width(), size.height(), 1);
        for (int i = 0; i < levels.values.length; i++) {
            levels.values[i] = (bytes[i] & 0xff) * 255f / white;
        }
        return levels;
    }

    /** Returns this in the middle of black. */
    private Levels onBlack(int wholeWidth, int wholeHeight) {
        if (width == wholeWidth && height == wholeHeight) {
            return this;
        }
        Levels whole = new Levels(wholeWidth, wholeHeight, channels);
        int left = (wholeWidth - width) / 2;
        int top = (wholeHeight - height) / 2;
        for (int y = 0; y < height; y++) {
            System.arraycopy(
                    values,
                    channels * y * width,
                    whole.values,
                    channels * ((y + top) * wholeWidth + left),
                    channels * width);
        }
        return whole;
    }

    /** Returns a part of a picture in another size: as it is if it has that size, else by averaging areas. */
    private static Levels of(BufferedImage whole, Rectangle part, int width, int height) {
        BufferedImage image = whole.getSubimage(part.x, part.y, part.width, part.height);
        boolean gray = image.getColorModel().getNumColorComponents() == 1
                && !(image.getColorModel() instanceof IndexColorModel);
        if (part.width == width && part.height == height) {
            return gray ? ofGray(image) : ofColours(image, 3);
        }
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Image source = gray ? ofGray(image).asColours() : image;
        Graphics2D graphics = small.createGraphics();
        graphics.drawImage(source.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        graphics.dispose();
        return ofColours(small, gray ? 1 : 3);
    }

    private static Levels ofColours(BufferedImage image, int channels) {
        Levels levels = new Levels(image.getWidth(), image.getHeight(), channels);
        for (int i = 0; i < levels.width * levels.height; i++) {
            int pixel = image.getRGB(i % levels.width, i / levels.width);
            float opaque = (pixel >>> 24) / 255f;
            for (int c = 0; c < channels; c++) {
                levels.values[channels * i + c] = opaque * (pixel >> (16 - 8 * c) & 0xff);
            }
        }
        return levels;
    }

    private static Levels ofGray(BufferedImage image) {
        Levels levels = new Levels(image.getWidth(), image.getHeight(), 1);
        Raster raster = image.getRaster();
        boolean alpha = image.getColorModel().hasAlpha();
        for (int i = 0; i < levels.values.length; i++) {
            int x = i % levels.width;
            int y = i / levels.width;
            levels.values[i] = level(raster, x, y, 0) * (alpha ? level(raster, x, y, 1) / 255 : 1);
        }
        return levels;
    }

    /** Returns a sample of any number of bits as a level. */
    private static float level(Raster raster, int x, int y, int band) {
        long white = (1L << raster.getSampleModel().getSampleSize(band)) - 1;
        return raster.getSample(x, y, band) * 255f / white;
    }

    private BufferedImage asColours() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < values.length; i++) {
            image.setRGB(i % width, i / width, 0x010101 * Math.round(values[i]));
        }
        return image;
    }

    /** Returns the level of a colour; gray has the same of each. */
    float colour(int pixel, int colour) {
        return values[channels == 1 ? pixel : 3 * pixel + colour];
    }

    /** Returns the luminance {@code 0.299 R + 0.587 G + 0.114 B} (ITU-R BT.601). */
    float gray(int pixel) {
        return channels == 1
                ? values[pixel]
                : 0.299f * values[3 * pixel] + 0.587f * values[3 * pixel + 1] + 0.114f * values[3 * pixel + 2];
    }

    /** Returns the picture as it is to be seen. */
    Levels turned(Orientation how) {
        Levels turned = how.swaps() ? new Levels(height, width, channels) : new Levels(width, height, channels);
        for (int pixel = 0; pixel < width * height; pixel++) {
            int x = pixel % turned.width;
            int y = pixel / turned.width;
            int a = how.swaps() ? y : x;
            int b = how.swaps() ? x : y;
            int from = (how.mirrorsY() ? height - 1 - b : b) * width + (how.mirrorsX() ? width - 1 - a : a);
            System.arraycopy(values, channels * from, turned.values, channels * pixel, channels);
        }
        return turned;
    }
}
