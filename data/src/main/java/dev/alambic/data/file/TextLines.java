package dev.alambic.data.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The lines of a text file, as people save them: in UTF-8 with or without a byte order mark, ended as on any system;
 * blanks around a line are none of it, and blank lines are left out.
 */
public final class TextLines {
    private static final String MARK = "\uFEFF";

    private TextLines() {}

    /**
     * Returns the lines that say something.
     *
     * @throws InvalidDataException if the file is missing, or not UTF-8
     */
    public static List<String> read(Path path) {
        byte[] bytes = DataFile.of(path).read(in -> in.readAllBytes());
        return decoded(path, bytes)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static String decoded(Path path, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (result.isError()) {
            long line = text.chars().filter(c -> c == '\n').count() + 1;
            throw new InvalidDataException(path + ":" + line + ": not UTF-8 (the byte 0x"
                    + Integer.toHexString(bytes[in.position()] & 0xff)
                    + ", as Latin-1 or UTF-16 have it): save the file as UTF-8");
        }
        return text.startsWith(MARK) ? text.substring(1) : text;
    }
}
