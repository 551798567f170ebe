package dev.alambic.packager.archive;

import dev.alambic.onnx.file.PendingFile;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files by name, in the order of their names, and the one zip that holds them. Limits: {@value #MOST_FILES} files, 2
 * GiB in all.
 */
public final class Archive {
    /** More files are refused. */
    public static final int MOST_FILES = 2000;

    private final SortedMap<String, ByteBuffer> files;

    private Archive(SortedMap<String, ByteBuffer> files) {
        this.files = Collections.unmodifiableSortedMap(files);
    }

    /**
     * Returns an archive of {@code files}; their content must not change afterwards.
     *
     * @throws IllegalArgumentException if a name is not allowed, two differ in case alone, or there are too many
     */
    public static Archive of(Map<String, ByteBuffer> files) {
        Set<String> seen = Collections.newSetFromMap(new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
        for (String name : files.keySet()) {
            if (!EntryName.isAllowed(name) || !seen.add(name)) {
                throw new IllegalArgumentException("file '" + name + "': " + EntryName.RULE + ", and stands once");
            }
        }
        if (files.isEmpty() || files.size() > MOST_FILES) {
            throw new IllegalArgumentException("an archive has 1 to " + MOST_FILES + " files, was " + files.size());
        }
        return new Archive(new TreeMap<>(files));
    }

    /**
     * Reads a zip, of which every byte must be as {@link #write} writes it.
     *
     * @throws InvalidPackageException if it is not there, or anything differs: a name that is not allowed, a second
     *     file of a name, compression, a date, a comment, or bytes between, before or behind
     * @throws UnsupportedModelException if it is 2 GiB or more
     */
    public static Archive read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidPackageException(
                    file.toString(), "the package is there", "a file", Files.exists(file) ? "a folder" : "nothing");
        }
        return new ArchiveReader(file).read();
    }

    /** Returns the names in order. */
    public Set<String> names() {
        return files.keySet();
    }

    /** Returns whether there is a file of this name. */
    public boolean has(String name) {
        return files.containsKey(name);
    }

    /**
     * Returns the content of a file: a fresh read-only view.
     *
     * @throws InvalidPackageException if there is none of this name
     */
    public ByteBuffer file(String name) {
        ByteBuffer content = files.get(name);
        if (content == null) {
            throw new InvalidPackageException(name, "the package has this file", "a file", "nothing");
        }
        return content.asReadOnlyBuffer();
    }

    /** Returns a copy of the content of a file. */
    public byte[] bytes(String name) {
        ByteBuffer content = file(name);
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    /** Returns the content of a file as UTF-8. */
    public String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /**
     * Writes the zip whole or not at all.
     *
     * @throws UncheckedIOException if the disk is full or the folder cannot be written
     * @throws UnsupportedModelException if it would be 2 GiB or more
     */
    public void write(Path target) {
        requireSize();
        Path file = target.toAbsolutePath();
        try {
            Files.createDirectories(file.resolveSibling(""));
            try (PendingFile pending = new PendingFile(file)) {
                List<ZipFormat.Entry> entries = new ArrayList<>();
                for (Map.Entry<String, ByteBuffer> content : files.entrySet()) {
                    ByteBuffer bytes = content.getValue().asReadOnlyBuffer();
                    ZipFormat.Entry entry =
                            ZipFormat.Entry.of(content.getKey(), bytes, Math.toIntExact(pending.position()));
                    pending.write(entry.local());
                    pending.write(bytes);
                    entries.add(entry);
                }
                pending.write(ZipFormat.directory(entries, Math.toIntExact(pending.position())));
                pending.force();
                pending.commit();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": cannot be written", e);
        }
    }

    private void requireSize() {
        long bytes = files.entrySet().stream()
                .mapToLong(each ->
                        each.getValue().remaining() + 100L + 2L * each.getKey().length())
                .sum();
        if (bytes > Integer.MAX_VALUE) {
            throw new UnsupportedModelException("a package is smaller than 2 GiB (was " + bytes + " bytes)");
        }
    }
}
