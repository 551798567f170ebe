package dev.alambic.data.idx;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Reads an IDX file: big-endian int32 magic number, one int32 a dimension, then unsigned bytes. Images are [count,
 * height, width], labels [count]. The announced size is checked against the file before memory is taken for it.
 *
 * <p>Source: LeCun, Cortes, Burges, The MNIST database of handwritten digits, "File formats".
 */
public record IdxFile(DataFile file) {
    private static final int IMAGES = 0x0803;
    private static final int LABELS = 0x0801;

    /** Images of one size. */
    public static final class Images {
        public final int height;
        public final int width;
        /** [count][height * width], unsigned. */
        public final byte[][] pixels;

        Images(int height, int width, byte[][] pixels) {
            this.height = height;
            this.width = width;
            this.pixels = pixels;
        }
    }

    /** Returns whether a file is meant to be an IDX file of images, by its name or its first bytes. */
    public static boolean isImages(Path path, DataFile file) {
        return isNamedImages(path) || file.read(IdxFile::startsAsImages);
    }

    /** Returns whether a file is meant to be an IDX file of images by its name. */
    public static boolean isNamedImages(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        return name.contains("images") && name.contains("idx3");
    }

    private static boolean startsAsImages(InputStream in) throws IOException {
        byte[] first = in.readNBytes(4);
        return first.length == 4 && first[0] == 0 && first[1] == 0 && first[2] == 8 && first[3] == 3;
    }

    public Images images() {
        return file.read(in -> images(new DataInputStream(in)));
    }

    private Images images(DataInputStream in) throws IOException {
        requireMagic(in, IMAGES, "images");
        int count = extent(in, "images");
        int height = extent(in, "rows of pixels");
        int width = extent(in, "columns of pixels");
        long size = (long) height * width;
        if (size > Integer.MAX_VALUE / 4) {
            throw new InvalidDataException(file.name(), "images too large", "at most 2^29 pixels", size);
        }
        requireRoom(16, count, size);
        byte[][] pixels = new byte[count][];
        for (int i = 0; i < count; i++) {
            pixels[i] = in.readNBytes((int) size);
            if (pixels[i].length < size) {
                throw new InvalidDataException(file.name(), "truncated", count + " images", i + " whole ones");
            }
        }
        requireEnd(in);
        return new Images(height, width, pixels);
    }

    /** Returns the labels, 0 to 255. */
    byte[] labels() {
        return file.read(in -> labels(new DataInputStream(in)));
    }

    private byte[] labels(DataInputStream in) throws IOException {
        requireMagic(in, LABELS, "labels");
        int count = extent(in, "labels");
        requireRoom(8, count, 1);
        byte[] labels = in.readNBytes(count);
        if (labels.length < count) {
            throw new InvalidDataException(file.name(), "truncated", count + " labels", labels.length);
        }
        requireEnd(in);
        return labels;
    }

    private void requireMagic(DataInputStream in, int expected, String what) throws IOException {
        int magic;
        try {
            magic = in.readInt();
        } catch (EOFException e) {
            throw new InvalidDataException(file.name() + ": too short for an IDX file of " + what, e);
        }
        if (magic != expected) {
            throw new InvalidDataException(
                    file.name(), "not an IDX file of " + what, "magic number " + hex(expected), hex(magic));
        }
    }

    private static String hex(int value) {
        return "0x" + HexFormat.of().toHexDigits(value);
    }

    private int extent(DataInputStream in, String what) throws IOException {
        int extent = in.readInt();
        if (extent < 1) {
            throw new InvalidDataException(
                    file.name(), "number of " + what, "1 to 2147483647", Integer.toUnsignedString(extent));
        }
        return extent;
    }

    /** {@code count * size} stays below 2^60. */
    private void requireRoom(int header, int count, long size) {
        long announced = header + count * size;
        if (announced > file.maxBytes()) {
            throw new InvalidDataException(
                    file.name(), "truncated", announced + " bytes", "at most " + file.maxBytes());
        }
    }

    private void requireEnd(DataInputStream in) throws IOException {
        if (in.read() >= 0) {
            throw new InvalidDataException(file.name() + ": bytes after the last sample");
        }
    }
}
