package dev.alambic.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A file of JSON values, one a line, that grows while others read it, and whose last line a kill may cut short. */
public final class JsonLines {

    private JsonLines() {}

    /** Returns the whole lines; a last one without its end is left out, and a file that is not there has none. */
    public static List<String> read(Path file) {
        try {
            return Files.exists(file) ? whole(Files.readAllBytes(file)).lines().toList() : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static String whole(byte[] bytes) {
        return new String(bytes, 0, wholeLength(bytes), StandardCharsets.UTF_8);
    }

    private static int wholeLength(byte[] bytes) {
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] != '\n') {
            length--;
        }
        return length;
    }

    /** Takes away a last line without its end, so that what is appended starts a line of its own. */
    public static void cut(Path file) {
        try {
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            int length = wholeLength(bytes);
            if (length < bytes.length) {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(length);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /**
     * Adds a line; it is on disk, and others can read it, when this returns.
     *
     * @param line without its end
     */
    public static void append(Path file, String line) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(line + "\n");
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
