package dev.alambic.data.picture;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * How a picture lies in its file, as cameras note it: pixel (x, y) of what is to be seen is the stored pixel
 * {@code (mirrorsX ? width - 1 - a : a, mirrorsY ? height - 1 - b : b)}, where (a, b) is (y, x) if the axes are swapped
 * and (x, y) if not, and width and height are those of the file. Read from the segment APP1 of a JPEG, the chunk eXIf
 * of a PNG, the chunk EXIF of a WebP or the first directory of a TIFF; a note that is broken, or none, turns nothing.
 *
 * <p>Source: CIPA DC-008, Exif 2.32, sections 4.5.2 (layout) and 4.6.4 (tag 0x0112); PNG, third edition, section
 * 11.3.4; WebP container, section "Metadata".
 */
record Orientation(boolean swaps, boolean mirrorsX, boolean mirrorsY) {

    static final Orientation AS_STORED = new Orientation(false, false, false);

    /** In the order of the tag's values, from 1. */
    private static final List<Orientation> VALUES = List.of(
            AS_STORED,
            new Orientation(false, true, false),
            new Orientation(false, true, true),
            new Orientation(false, false, true),
            new Orientation(true, false, false),
            new Orientation(true, false, true),
            new Orientation(true, true, true),
            new Orientation(true, true, false));

    private static final int JPEG = 0xffd8;
    private static final int PNG = 0x8950;
    private static final int RIFF = 0x5249; // "RI"
    private static final int TIFF_LITTLE = 0x4949; // "II"
    private static final int TIFF_BIG = 0x4d4d; // "MM"
    private static final int EXIF = 0xffe1;
    private static final int SCAN = 0xffda;
    private static final long EXIF_NAME = 0x4578_6966_0000L; // "Exif", 0, 0
    private static final int EXIF_CHUNK = 0x65584966; // "eXIf"
    private static final int WEBP_EXIF = 0x46495845; // "EXIF", last byte first
    private static final int TAG = 0x0112;
    private static final int SHORT = 3;

    /** Returns what the bytes of a picture's file say. */
    static Orientation of(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        try {
            return switch (bytes.getShort() & 0xffff) {
                case JPEG -> ofJpeg(bytes);
                case PNG -> ofPng(bytes.position(8));
                case RIFF -> ofWebp(bytes);
                case TIFF_LITTLE, TIFF_BIG -> ofTiff(bytes.slice(0, bytes.capacity()));
                default -> AS_STORED;
            };
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            return AS_STORED;
        }
    }

    /** Goes from segment to segment: marker, then the length of what follows with its own two bytes. */
    private static Orientation ofJpeg(ByteBuffer bytes) {
        while (true) {
            int marker = bytes.getShort() & 0xffff;
            if (marker == SCAN || marker < 0xff00) {
                return AS_STORED;
            }
            int start = bytes.position();
            int length = bytes.getShort() & 0xffff;
            if (marker == EXIF && (bytes.getLong(start + 2) >>> 16) == EXIF_NAME) {
                return ofTiff(bytes.slice(start + 8, length - 8));
            }
            bytes.position(start + length);
        }
    }

    /** Goes from chunk to chunk: length, type, content, four bytes of checksum. */
    private static Orientation ofPng(ByteBuffer bytes) {
        while (true) {
            int length = bytes.getInt();
            int type = bytes.getInt();
            if (type == EXIF_CHUNK) {
                return ofTiff(bytes.slice(bytes.position(), length));
            }
            bytes.position(bytes.position() + 4 + Math.max(0, length));
        }
    }

    /** Goes from chunk to chunk: name, length, content, a byte more where the length is odd. */
    private static Orientation ofWebp(ByteBuffer bytes) {
        bytes.order(ByteOrder.LITTLE_ENDIAN).position(12);
        while (true) {
            int name = bytes.getInt();
            int length = bytes.getInt();
            int start = bytes.position();
            if (name == WEBP_EXIF) {
                int skipped = bytes.getShort(start) == 0x7845 ? 6 : 0; // "Ex", which some writers keep from JPEG
                return ofTiff(bytes.slice(start + skipped, length - skipped));
            }
            bytes.position(start + Math.max(0, length) + (length & 1));
        }
    }

    /** Reads the first directory: number of entries, then each as tag, type, count and value. */
    private static Orientation ofTiff(ByteBuffer bytes) {
        boolean little = bytes.getShort() == 0x4949; // "II"
        bytes.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        bytes.position(bytes.getInt(4));
        for (int left = bytes.getShort() & 0xffff; left > 0; left--) {
            int entry = bytes.position();
            if (bytes.getShort() == TAG && bytes.getShort() == SHORT) {
                return VALUES.get(bytes.getShort(entry + 8) - 1);
            }
            bytes.position(entry + 12);
        }
        return AS_STORED;
    }
}
