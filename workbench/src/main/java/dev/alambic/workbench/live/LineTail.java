package dev.alambic.workbench.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Reads the whole lines of a file that grows, a piece at a time, each once. */
final class LineTail {
    private static final int PIECE = 1 << 16;

    private final Path file;
    private long position;

    LineTail(Path file) {
        this.file = file;
    }

    /**
     * Returns lines that were not returned before, at most those of one piece of the file; none if there are none yet.
     *
     * @throws UncheckedIOException if the disk fails
     */
    List<String> more() {
        byte[] piece = piece();
        int end = piece.length;
        while (end > 0 && piece[end - 1] != '\n') {
            end--;
        }
        if (end == 0 && piece.length == PIECE) { // no line is that long: passed over
            position += piece.length;
            return List.of();
        }
        position += end;
        List<String> lines = new ArrayList<>();
        new String(piece, 0, end, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(lines::add);
        return lines;
    }

    private byte[] piece() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long left = Math.max(0, channel.size() - position);
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(PIECE, left));
            while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
                // until the piece is full, or the file has become shorter
            }
            byte[] piece = new byte[buffer.position()];
            buffer.flip().get(piece);
            return piece;
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            if (!Files.exists(file)) {
                return new byte[0];
            }
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
