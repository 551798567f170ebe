package dev.alambic.data.file;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One file to read, of the user's disk or of the resources, unpacked on the way if its name ends in {@code .gz}. What
 * goes wrong while reading is told apart here, once: a file that is missing, unreadable, truncated or not what its name
 * says is an {@link InvalidDataException}, a failing disk an {@link UncheckedIOException}.
 *
 * @param name how messages call the file
 * @param maxBytes upper bound of the unpacked size; an announced size above it is a lie
 */
public record DataFile(String name, Source source, boolean packed, long maxBytes) {

    /** Deflate packs at most 1032 bytes into one (RFC 1951: 258 bytes a match of 2 bits). */
    private static final long MAX_RATIO = 1032;

    /** Opens the bytes as they are stored. */
    interface Source {
        InputStream open() throws IOException;
    }

    /** Reads a file to its end. */
    public interface Body<T> {
        T read(InputStream in) throws IOException;
    }

    /** Returns whether there is something to read: a file, or a pipe. */
    public static boolean isThere(Path path) {
        return !Files.notExists(path) && !Files.isDirectory(path);
    }

    public static DataFile of(Path path) {
        boolean packed = isPacked(path.toString());
        try {
            if (Files.isDirectory(path)) {
                throw new InvalidDataException(path + ": is a folder (expected a file)");
            }
            long size = Files.size(path);
            return new DataFile(
                    path.toString(), () -> Files.newInputStream(path), packed, packed ? size * MAX_RATIO : size);
        } catch (IOException e) {
            throw refusal(path.toString(), e);
        }
    }

    /** Returns a file that ships with this package, whose size is trusted. */
    public static DataFile resource(String name) {
        return new DataFile(name, () -> resourceStream(name), isPacked(name), Long.MAX_VALUE);
    }

    private static InputStream resourceStream(String name) {
        InputStream in = DataFile.class.getResourceAsStream("/dev/alambic/data/" + name);
        if (in == null) {
            throw new AssertionError("bug: no resource " + name);
        }
        return in;
    }

    /** Returns whether a file is called so, in capitals or not, packed or not. */
    public static boolean isCalled(String name, String ending) {
        return hasEnding(name, ending) || hasEnding(name, ending + ".gz");
    }

    private static boolean hasEnding(String name, String ending) {
        return name.toLowerCase(Locale.ROOT).endsWith(ending);
    }

    private static boolean isPacked(String name) {
        return hasEnding(name, ".gz");
    }

    public <T> T read(Body<T> body) {
        try (InputStream raw = source.open();
                InputStream in = new BufferedInputStream(packed ? new GZIPInputStream(raw, 1 << 16) : raw, 1 << 16)) {
            return body.read(in);
        } catch (IOException e) {
            throw refusal(name, e);
        }
    }

    private static RuntimeException refusal(String name, IOException e) {
        if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
            return new InvalidDataException(name + ": no such file", e);
        }
        if (e instanceof AccessDeniedException) {
            return new InvalidDataException(name + ": no permission to read the file", e);
        }
        if (e instanceof EOFException) {
            return new InvalidDataException(name + ": the file is truncated", e);
        }
        if (e instanceof ZipException) {
            return new InvalidDataException(name + ": broken gzip file: " + e.getMessage(), e);
        }
        if (e instanceof CharacterCodingException) {
            return new InvalidDataException(name + ": not a text file in UTF-8", e);
        }
        return new UncheckedIOException(name + ": " + e.getMessage(), e);
    }
}
