package dev.alambic.data.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Files of pictures for tests. */
final class Pictures {
    private static final int PNG_HEADER = 33; // signature, and the chunk IHDR

    private Pictures() {}

    /** Returns a gray picture of these samples, as stored. */
    static BufferedImage gray(int width, int type, int... samples) {
        BufferedImage image = new BufferedImage(width, samples.length / width, type);
        image.getRaster().setPixels(0, 0, width, samples.length / width, samples);
        return image;
    }

    /** Returns a gray picture of pairs of level and opacity. */
    static BufferedImage grayAndAlpha(int width, int... pairs) {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        int height = pairs.length / 2 / width;
        BufferedImage image =
                new BufferedImage(model, model.createCompatibleWritableRaster(width, height), false, null);
        image.getRaster().setPixels(0, 0, width, height, pairs);
        return image;
    }

    static BufferedImage colours(int width, int type, int... rgb) {
        BufferedImage image = new BufferedImage(width, rgb.length / width, type);
        image.setRGB(0, 0, width, rgb.length / width, rgb, 0, width);
        return image;
    }

    static byte[] encoded(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            assertThat(ImageIO.write(image, format, bytes)).as(format).isTrue();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    static Path write(Path folder, BufferedImage image, String format) throws IOException {
        return Files.write(folder.resolve("picture." + format), encoded(image, format));
    }

    /** Returns a directory of Exif with the tag of the orientation behind another one. */
    static byte[] exif(ByteOrder order, int orientation) {
        ByteBuffer bytes = ByteBuffer.allocate(38).order(order);
        bytes.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        bytes.putShort((short) 42).putInt(8).putShort((short) 2);
        bytes.putShort((short) 0x0103)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 6)
                .putShort((short) 0);
        bytes.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        return bytes.putInt(0).array();
    }

    /** Returns a JPEG with a segment APP1 behind another segment. */
    static byte[] jpegWith(byte[] jpeg, byte[] exif) {
        ByteBuffer bytes = ByteBuffer.allocate(jpeg.length + 14 + exif.length);
        bytes.put(jpeg, 0, 2);
        bytes.putShort((short) 0xfffe).putShort((short) 4).putShort((short) 0x4142); // a comment
        bytes.putShort((short) 0xffe1).putShort((short) (8 + exif.length));
        bytes.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif);
        return ByteBuffer.allocate(bytes.position() + jpeg.length - 2)
                .put(bytes.flip())
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    /** Returns a PNG with a chunk eXIf, whose checksum no decoder looks at. */
    static byte[] pngWith(byte[] png, byte[] exif) {
        return ByteBuffer.allocate(png.length + 12 + exif.length)
                .put(png, 0, PNG_HEADER)
                .putInt(exif.length)
                .put("eXIf".getBytes(StandardCharsets.US_ASCII))
                .put(exif)
                .putInt(0)
                .put(png, PNG_HEADER, png.length - PNG_HEADER)
                .array();
    }
}
