package dev.alambic.onnx.file;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a file whole or not at all: beside its place, forced to disk, then renamed. */
public final class WholeFile {

    private WholeFile() {}

    /** Writes what a file is to hold, piece by piece. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes {@code text} in UTF-8; see {@link #write(Path, byte[])}. */
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Replaces the content of {@code file}; see {@link #write(Path, Content)}. */
    public static void write(Path file, byte[] content) {
        write(file, out -> out.write(content));
    }

    /**
     * Replaces the content of {@code file}; its folder is made if it is not there.
     *
     * @throws UncheckedIOException naming the file, if the disk is full or the folder cannot be written
     */
    public static void write(Path file, Content content) {
        Path target = file.toAbsolutePath();
        try {
            Path folder = target.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (PendingFile pending = new PendingFile(target)) {
                content.writeTo(pending.stream());
                pending.force();
                pending.commit();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }
}
