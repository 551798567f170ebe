package dev.alambic.onnx.serde;

import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.serde.proto.OnnxProto.StringStringEntryProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files beside a model that hold its weights, mapped into memory. A file may not be outside the model's folder:
 * neither by an absolute path, nor by {@code ..}, nor by a link.
 */
final class ExternalFiles {
    private final @Nullable Path folder;
    private final Map<String, MappedFile> files = new HashMap<>();

    /** @param folder the folder of the model; null if it lies in none */
    private ExternalFiles(@Nullable Path folder) {
        this.folder = folder;
    }

    static ExternalFiles in(Path folder) {
        return new ExternalFiles(folder);
    }

    /** Returns what a model has that is no file: nothing beside it. */
    static ExternalFiles none() {
        return new ExternalFiles(null);
    }

    /**
     * Returns the elements that {@code entries} (keys location, offset, length, checksum) point to.
     *
     * @param byteSize what the type and extents of the tensor ask for
     */
    ByteBuffer region(List<StringStringEntryProto> entries, long byteSize, String where) {
        Map<String, String> keys = new HashMap<>();
        entries.forEach(entry -> keys.put(entry.getKey(), entry.getValue()));
        String location = keys.getOrDefault("location", "");
        long offset = number(keys.getOrDefault("offset", "0"), "offset", where);
        long length = number(keys.getOrDefault("length", Long.toString(byteSize)), "length", where);
        if (length != byteSize) {
            throw new InvalidModelException(where, "the external length fits the extents", byteSize, length);
        }
        try {
            MappedFile file = files.get(location);
            if (file == null) {
                file = new MappedFile(resolve(location, where));
                files.put(location, file);
            }
            file.checkSha1(keys.getOrDefault("checksum", ""), where);
            return file.slice(offset, Math.toIntExact(byteSize), where);
        } catch (IOException e) {
            throw new InvalidModelException(
                    where + ": external data '" + location + "' cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns where regions were taken from, in a fixed order. */
    Set<String> locations() {
        return new TreeSet<>(files.keySet());
    }

    private static long number(String text, String key, String where) {
        try {
            long value = Long.parseLong(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // reported below, like a negative number
        }
        throw new InvalidModelException(where, "the external " + key + " is a number of bytes", "0 or more", text);
    }

    private Path resolve(String location, String where) throws IOException {
        Path file;
        try {
            Path relative = Path.of(location);
            boolean leaves = location.isEmpty()
                    || relative.isAbsolute()
                    || location.startsWith("/")
                    || location.contains("\\")
                    || location.matches("[A-Za-z]:.*");
            for (Path part : relative) {
                leaves |= part.toString().equals("..");
            }
            if (leaves) {
                throw outside(location, where);
            }
            if (folder == null) {
                throw new InvalidModelException(where, "the weights lie in the model", "no file", "file " + location);
            }
            file = folder.resolve(relative);
        } catch (InvalidPathException e) {
            throw new InvalidModelException(where + ": external location is not a path: " + e.getReason(), e);
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidModelException(where, "the external file is there", "a file", "no file " + location);
        }
        Path real = file.toRealPath();
        if (!real.startsWith(folder.toRealPath())) {
            throw outside(location, where);
        }
        return real;
    }

    private static InvalidModelException outside(String location, String where) {
        return new InvalidModelException(
                where,
                "external data stays in the model's folder",
                "a relative path without .. or links out",
                "'" + location + "'");
    }

    /** One file, mapped in a few regions of at most 2 GiB, each starting where the first tensor asked for it. */
    private static final class MappedFile {
        private final Path file;
        private final long size;
        private final List<Long> starts = new ArrayList<>();
        private final List<MappedByteBuffer> regions = new ArrayList<>();
        private String checked = "";

        private MappedFile(Path file) throws IOException {
            this.file = file;
            this.size = Files.size(file);
        }

        private ByteBuffer slice(long offset, int length, String where) throws IOException {
            if (offset > size - length) {
                throw new InvalidModelException(
                        where,
                        "the elements are inside " + file.getFileName(),
                        "at most " + size + " bytes",
                        offset + " + " + length);
            }
            for (int i = regions.size() - 1; i >= 0; i--) {
                long from = offset - starts.get(i);
                if (from >= 0 && from + length <= regions.get(i).capacity()) {
                    return regions.get(i).slice((int) from, length);
                }
            }
            map(offset);
            return regions.get(regions.size() - 1).slice(0, length);
        }

        private void map(long offset) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                long length = Math.min(size - offset, Integer.MAX_VALUE);
                regions.add(channel.map(FileChannel.MapMode.READ_ONLY, offset, length));
                starts.add(offset);
            }
        }

        private void checkSha1(String expected, String where) throws IOException {
            if (expected.isEmpty() || expected.equals(checked)) {
                return;
            }
            String actual = sha1();
            if (!actual.equals(expected.toLowerCase(Locale.ROOT))) {
                throw new InvalidModelException(where, "the SHA-1 of " + file.getFileName(), expected, actual);
            }
            checked = expected;
        }

        private String sha1() throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                MessageDigest digest = MessageDigest.getInstance("SHA-1");
                byte[] block = new byte[1 << 16];
                for (int read = in.read(block); read >= 0; read = in.read(block)) {
                    digest.update(block, 0, read);
                }
                return HexFormat.of().formatHex(digest.digest());
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("bug: every Java platform has SHA-1", e);
            }
        }
    }
}
