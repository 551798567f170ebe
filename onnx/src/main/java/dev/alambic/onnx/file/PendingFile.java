package dev.alambic.onnx.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is written under another name in the same folder and takes its own name when it is whole. Closing one
 * that did not take its name removes it.
 */
public final class PendingFile implements AutoCloseable {
    /** Larger writes would make the platform allocate a native buffer of their size. */
    private static final int BLOCK = 1 << 20;

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;

    /** Starts the file; nothing has the name of {@code target} yet, or something older still has. */
    public PendingFile(Path target) throws IOException {
        this.target = target;
        this.temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        this.channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Returns the name that the file takes. */
    public Path target() {
        return target;
    }

    /** Returns the number of bytes written. */
    public long position() throws IOException {
        return channel.position();
    }

    /** Writes the remaining bytes of {@code data} at the end, in blocks. */
    public void write(ByteBuffer data) throws IOException {
        int end = data.limit();
        while (data.position() < end) {
            data.limit(Math.min(end, data.position() + BLOCK));
            while (data.hasRemaining()) {
                channel.write(data);
            }
        }
    }

    /** Returns a stream that writes to the end of this file. */
    public OutputStream stream() {
        return new OutputStream() {
            @Override
            public void write(int value) throws IOException {
                write(new byte[] {(byte) value}, 0, 1);
            }

            @Override
            public void write(byte[] data, int offset, int length) throws IOException {
                PendingFile.this.write(ByteBuffer.wrap(data, offset, length));
            }
        };
    }

    /** Makes sure that the content is on disk. */
    public void force() throws IOException {
        channel.force(true);
        channel.close();
    }

    /** Gives the file its name, in place of what had it before. */
    public void commit() throws IOException {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(temporary);
    }
}
