package dev.alambic.data.picture;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG of cyan, magenta, yellow and black (CMYK, or YCCK, whose first three were turned into luminance and chroma as
 * if 255 less each were red, green and blue), which the library reads as four bands without a meaning. A level is
 * {@code (255 - ink) (255 - black) / 255}; without a profile, as Pillow takes it. Files of Adobe's programs hold
 * {@code 255 - ink}.
 *
 * <p>Sources: ITU-T T.81, annex B (markers); ITU-T T.871, section 7 (luminance and chroma); Adobe Technical Note 5116,
 * section 18 (the segment APP14 and its transform).
 *
 * @param inverted whether 255 is no ink
 * @param chroma whether the first three bands are luminance and chroma
 */
record FourInks(boolean inverted, boolean chroma) {
    private static final int JPEG = 0xffd8;
    private static final int SCAN = 0xda;
    private static final int ADOBE = 0xee;
    private static final byte[] ADOBE_NAME = "Adobe".getBytes(StandardCharsets.US_ASCII);

    /** Returns how the four inks of a file lie in it; null for a file of something else. */
    static @Nullable FourInks of(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        try {
            return (bytes.getShort() & 0xffff) == JPEG ? ofJpeg(bytes) : null;
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return null;
        }
    }

    private static @Nullable FourInks ofJpeg(ByteBuffer bytes) {
        int components = 0;
        int transform = -1;
        while (true) {
            int marker = bytes.getShort() & 0xffff;
            if (marker < 0xff00 || marker == (0xff00 | SCAN)) {
                return components == 4 ? new FourInks(transform >= 0, transform == 2) : null;
            }
            int start = bytes.position();
            int length = bytes.getShort(start) & 0xffff;
            int kind = marker & 0xff;
            if (isFrame(kind)) {
                components = bytes.get(start + 7);
            } else if (kind == ADOBE && length >= 14 && isAdobe(bytes, start + 2)) {
                transform = bytes.get(start + 13);
            }
            bytes.position(start + length);
        }
    }

    /** Frames of any process; C4, C8 and CC are tables and reserved. */
    private static boolean isFrame(int kind) {
        return kind >= 0xc0 && kind <= 0xcf && kind != 0xc4 && kind != 0xc8 && kind != 0xcc;
    }

    private static boolean isAdobe(ByteBuffer bytes, int at) {
        for (int i = 0; i < ADOBE_NAME.length; i++) {
            if (bytes.get(at + i) != ADOBE_NAME[i]) {
                return false;
            }
        }
        return true;
    }

    /** Returns the colours that four bands of bytes are seen as. */
    BufferedImage colours(Raster raster) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] bands = new int[4 * width];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, bands);
            for (int x = 0; x < width; x++) {
                row[x] = colour(bands, 4 * x);
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        }
        return image;
    }

    private int colour(int[] bands, int at) {
        int black = light(bands[at + 3]);
        int colour = 0;
        for (int c = 0; c < 3; c++) {
            int ink = chroma ? 255 - unturned(bands, at, c) : bands[at + c];
            colour = colour << 8 | (light(ink) * black + 127) / 255;
        }
        return colour;
    }

    /** Returns what is left of white. */
    private int light(int band) {
        return inverted ? band : 255 - band;
    }

    private static int unturned(int[] bands, int at, int channel) {
        double blue = bands[at + 1] - 128;
        double red = bands[at + 2] - 128;
        double value = bands[at]
                + (channel == 0 ? 1.402 * red : channel == 1 ? -0.344136 * blue - 0.714136 * red : 1.772 * blue);
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}
