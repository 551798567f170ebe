package dev.alambic.packager.archive;

import dev.alambic.onnx.graph.UnsupportedModelException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads a zip from the front. Of each record only the name and the size are taken from the file; the record is then
 * made anew from these and from the content, and must be what stands there, as must the directory at the end. What is
 * nowhere accepted need not be looked for: comments, extra fields, links, compression, gaps.
 */
final class ArchiveReader {
    private static final int SIZE_AT = 22;
    private static final int NAME_LENGTH_AT = 26;
    private static final int METHOD_AT = 8;

    private final Path path;
    private final Map<String, ByteBuffer> files = new TreeMap<>();
    private final Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final List<ZipFormat.Entry> entries = new ArrayList<>();

    ArchiveReader(Path path) {
        this.path = path;
    }

    Archive read() {
        ByteBuffer zip = mapped();
        while (zip.remaining() >= ZipFormat.LOCAL_BYTES && zip.getInt(zip.position()) == ZipFormat.LOCAL) {
            readEntry(zip);
        }
        requireSame(zip, ZipFormat.directory(entries, zip.position()), "the directory");
        if (zip.hasRemaining()) {
            throw broken("nothing stands behind the directory", "the end", zip.remaining() + " bytes");
        }
        if (files.isEmpty()) {
            throw broken("a package has files", "at least 1", 0);
        }
        return Archive.of(files);
    }

    private ByteBuffer mapped() {
        try (FileChannel channel = FileChannel.open(path)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new UnsupportedModelException(path + ": a package is smaller than 2 GiB");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read", e);
        }
    }

    private void readEntry(ByteBuffer zip) {
        int start = zip.position();
        requireStored(zip);
        String name = name(zip);
        int size = zip.getInt(start + SIZE_AT);
        int content = start + ZipFormat.LOCAL_BYTES + name.length();
        if (size < 0 || size > zip.limit() - content) {
            throw broken(
                    name + " ends within the file",
                    "at most " + (zip.limit() - content) + " bytes",
                    Integer.toUnsignedString(size));
        }
        ByteBuffer bytes =
                zip.duplicate().position(content).limit(content + size).slice();
        ZipFormat.Entry entry = ZipFormat.Entry.of(name, bytes, start);
        requireSame(zip, entry.local(), name);
        files.put(name, bytes);
        entries.add(entry);
        zip.position(content + size);
    }

    private void requireStored(ByteBuffer zip) {
        int method = zip.getShort(zip.position() + METHOD_AT);
        if (method != 0) {
            throw broken(
                    "files are stored, as alambic package writes them (was it packed again by another program?)",
                    "method 0",
                    method);
        }
    }

    private String name(ByteBuffer zip) {
        int length = Short.toUnsignedInt(zip.getShort(zip.position() + NAME_LENGTH_AT));
        int from = zip.position() + ZipFormat.LOCAL_BYTES;
        if (length > EntryName.MOST_CHARACTERS || length > zip.limit() - from) {
            throw broken(EntryName.RULE, "a name", length + " bytes");
        }
        byte[] bytes = new byte[length];
        zip.get(from, bytes);
        String name = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!EntryName.isAllowed(name)) {
            throw broken(EntryName.RULE, "a name", "'" + printable(name) + "'");
        }
        String before = entries.isEmpty() ? "" : entries.get(entries.size() - 1).name();
        if (before.compareTo(name) >= 0 || !seen.add(name)) {
            throw broken("files stand once and in the order of their names", "after " + before, name);
        }
        if (entries.size() == Archive.MOST_FILES) {
            throw broken("a package has few files", "at most " + Archive.MOST_FILES, "more");
        }
        return name;
    }

    private static String printable(String name) {
        return name.replaceAll("[^ -~]", "?");
    }

    private void requireSame(ByteBuffer zip, ByteBuffer expected, String what) {
        int length = expected.remaining();
        if (length > zip.remaining() || !zip.slice().limit(length).equals(expected)) {
            throw new InvalidPackageException(
                    path.toString(),
                    "its bytes are those that alambic package writes",
                    "the record of " + what,
                    "another at byte " + zip.position());
        }
        zip.position(zip.position() + length);
    }

    private InvalidPackageException broken(String rule, Object expected, Object actual) {
        return new InvalidPackageException(path.toString(), rule, expected, actual);
    }
}
