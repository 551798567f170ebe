package dev.alambic.onnx.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Room for the elements of tensors that are made, so that the heap need not hold a model: what is large is a mapped
 * temporary file without a name, which is gone when nothing refers to it any more, and which the system writes out when
 * memory is short.
 */
public final class Scratch {
    /** Smaller room is on the heap. */
    private static final int LARGE_BYTES = 1 << 20;

    private static final int BLOCK = 1 << 16;

    private Scratch() {}

    /**
     * Returns room for {@code bytes} bytes, all zero, little-endian.
     *
     * @throws UncheckedIOException if the folder for temporary files is full or cannot be written
     * @throws IllegalArgumentException if it is 2 GiB or more
     */
    public static ByteBuffer allocate(long bytes) {
        if (bytes < 0 || bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a tensor takes less than 2 GiB, was " + bytes + " bytes");
        }
        if (bytes < LARGE_BYTES) {
            return ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        }
        try {
            return mapped((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "temporary file of " + bytes + " bytes: cannot be made: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer mapped(int bytes) throws IOException {
        Path file = Files.createTempFile("alambic-", ".tensor");
        // the mapping outlives the name
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            fill(channel, bytes);
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes);
        }
    }

    /** Takes the room on the disk now: a mapped file that turns out to have none would end the process. */
    private static void fill(FileChannel channel, int bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK);
        for (long left = bytes; left > 0; ) {
            zeros.clear().limit((int) Math.min(BLOCK, left));
            left -= channel.write(zeros);
        }
    }
}
