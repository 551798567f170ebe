package dev.alambic.data.sound;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads WAV files (RIFF, Multimedia Programming Interface and Data Specifications 1.0, 1991): whole numbers of 8, 16,
 * 24 and 32 bits and float32 and float64, of any rate; several channels become their mean.
 */
public final class WavFile {
    /** Bytes of a file. */
    private static final int MOST = 1 << 28;

    private static final int HEADER = 12;
    private static final int CHUNK = 8;
    private static final int FORMAT = 16;
    private static final int PCM = 1;
    private static final int FLOAT = 3;
    private static final int EXTENSIBLE = 0xFFFE;
    private static final int SUB_FORMAT = 24;
    private static final int MOST_CHANNELS = 64;
    private static final int LEAST_RATE = 1000;
    private static final int MOST_RATE = 384_000;

    private final String name;
    private final ByteBuffer bytes;

    private WavFile(String name, byte[] bytes) {
        this.name = name;
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads a file.
     *
     * @throws InvalidDataException if it is missing, cut short, no WAV file, or one of another coding
     */
    public static Wave read(Path path) {
        DataFile file = DataFile.of(path);
        byte[] bytes = file.read(in -> in.readNBytes(MOST + 1));
        if (bytes.length > MOST) {
            throw new InvalidDataException(path.toString(), "too large for a sound", MOST + " bytes at most", "more");
        }
        return new WavFile(path.toString(), bytes).wave();
    }

    private record Coding(int format, int channels, int rate, int bits) {}

    private Wave wave() {
        if (bytes.limit() < HEADER || !word(0).equals("RIFF") || !word(8).equals("WAVE")) {
            throw new InvalidDataException(name + ": not a WAV file (expected RIFF and WAVE at its beginning, was "
                    + (bytes.limit() == 0 ? "an empty file" : "something else") + ")");
        }
        Coding coding = null;
        int at = HEADER;
        while (at + CHUNK <= bytes.limit()) {
            String chunk = word(at);
            long size = bytes.getInt(at + 4) & 0xffff_ffffL;
            int start = at + CHUNK;
            if (chunk.equals("data")) {
                return values(coding, start, size);
            }
            if (start + size > bytes.limit()) {
                break;
            }
            if (chunk.equals("fmt ")) {
                coding = coding(start, size);
            }
            at = (int) (start + size + size % 2);
        }
        throw new InvalidDataException(name + ": truncated (expected a chunk of samples, was the end of the file)");
    }

    private String word(int at) {
        return new String(bytes.array(), at, 4, StandardCharsets.ISO_8859_1);
    }

    private Coding coding(int start, long size) {
        if (size < FORMAT) {
            throw new InvalidDataException(name, "the format of a WAV file", FORMAT + " bytes or more", size);
        }
        int format = bytes.getShort(start) & 0xffff;
        if (format == EXTENSIBLE && size >= SUB_FORMAT + 2) {
            format = bytes.getShort(start + SUB_FORMAT) & 0xffff;
        }
        Coding coding = new Coding(
                format,
                bytes.getShort(start + 2) & 0xffff,
                bytes.getInt(start + 4),
                bytes.getShort(start + 14) & 0xffff);
        int bits = coding.bits;
        boolean known = format == PCM ? bits == 8 || bits == 16 || bits == 24 || bits == 32 : bits == 32 || bits == 64;
        if ((format != PCM && format != FLOAT) || !known) {
            throw new InvalidDataException(name + ": a WAV file of another coding (expected whole numbers of 8, 16, 24"
                    + " or 32 bits, or floats, was format " + format + " of " + bits
                    + " bits): save it as PCM of 16 bits");
        }
        if (coding.channels < 1 || coding.channels > MOST_CHANNELS) {
            throw new InvalidDataException(name, "channels", "1 to " + MOST_CHANNELS, coding.channels);
        }
        if (coding.rate < LEAST_RATE || coding.rate > MOST_RATE) {
            throw new InvalidDataException(
                    name, "samples a second", LEAST_RATE + " to " + MOST_RATE, coding.rate & 0xffff_ffffL);
        }
        return coding;
    }

    private Wave values(@Nullable Coding coding, int start, long size) {
        if (coding == null) {
            throw new InvalidDataException(name + ": samples before their format");
        }
        int width = coding.bits / Byte.SIZE * coding.channels;
        int there = bytes.limit() - start;
        boolean open = size == 0xffff_ffffL || size == 0; // written to a pipe: all that follows
        if (!open && size > there) {
            throw new InvalidDataException(name, "truncated", size + " bytes of samples", there);
        }
        int count = (int) ((open ? there : size) / width);
        if (count == 0) {
            throw new InvalidDataException(name + ": a sound without samples");
        }
        float[] mono = new float[count];
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int c = 0; c < coding.channels; c++) {
                sum += value(coding, start + i * width + c * (coding.bits / Byte.SIZE));
            }
            mono[i] = (float) (sum / coding.channels);
            if (!Float.isFinite(mono[i])) {
                throw new InvalidDataException(name, "sample " + i + " is a number", "a finite one", mono[i]);
            }
        }
        return new Wave(coding.rate, mono, coding.channels);
    }

    private double value(Coding coding, int at) {
        if (coding.format == FLOAT) {
            return coding.bits == 32 ? bytes.getFloat(at) : bytes.getDouble(at);
        }
        return switch (coding.bits) {
            case 8 -> ((bytes.get(at) & 0xff) - 128) / 128.0;
            case 16 -> bytes.getShort(at) / 32768.0;
            case 24 -> ((bytes.get(at) & 0xff) | (bytes.get(at + 1) & 0xff) << 8 | bytes.get(at + 2) << 16) / 8388608.0;
            default -> bytes.getInt(at) / 2147483648.0;
        };
    }
}
