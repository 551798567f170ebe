package dev.alambic.data.sound;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes WAV files. */
public final class Wavs {

    private Wavs() {}

    /** Returns a file of format 1 (whole numbers) or 3 (floats), whose channels are these. */
    static byte[] bytes(int format, int rate, int bits, float[]... channels) {
        int count = channels[0].length;
        int data = count * channels.length * bits / 8;
        ByteBuffer out = ByteBuffer.allocate(44 + data).order(ByteOrder.LITTLE_ENDIAN);
        out.put(ascii("RIFF")).putInt(36 + data).put(ascii("WAVEfmt ")).putInt(16);
        out.putShort((short) format).putShort((short) channels.length).putInt(rate);
        out.putInt(rate * channels.length * bits / 8).putShort((short) (channels.length * bits / 8));
        out.putShort((short) bits).put(ascii("data")).putInt(data);
        for (int i = 0; i < count; i++) {
            for (float[] channel : channels) {
                put(out, format, bits, channel[i]);
            }
        }
        return out.array();
    }

    private static void put(ByteBuffer out, int format, int bits, float value) {
        if (format == 3) {
            if (bits == 32) {
                out.putFloat(value);
            } else {
                out.putDouble(value);
            }
            return;
        }
        long level = Math.round(value * (double) (1L << (bits - 1)));
        for (int shift = 0; shift < bits; shift += 8) {
            out.put((byte) (bits == 8 ? level + 128 : level >> shift));
        }
    }

    static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes a sound of one channel in 16 bits. */
    public static Path write(Path file, int rate, float[] values) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.write(file, bytes(1, rate, 16, values));
    }

    /** Writes a word of made speech. */
    public static Path say(Path file, String word, int speaker, int take) throws IOException {
        return write(file, MadeSpeech.RATE, MadeSpeech.say(word, speaker, take));
    }
}
