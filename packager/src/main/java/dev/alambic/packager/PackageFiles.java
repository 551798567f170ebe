package dev.alambic.packager;

import dev.alambic.packager.manifest.FileEntry;
import dev.alambic.packager.sign.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of a package while it is made, and what each is for. */
final class PackageFiles {
    private final Map<String, ByteBuffer> content = new TreeMap<>();
    private final Map<String, String> purposes = new TreeMap<>();

    void add(String name, String text, String purpose) {
        add(name, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), purpose);
    }

    void add(String name, ByteBuffer bytes, String purpose) {
        if (content.put(name, bytes.asReadOnlyBuffer()) != null) {
            throw new AssertionError("bug: two files are called " + name);
        }
        purposes.put(name, purpose);
    }

    Map<String, ByteBuffer> content() {
        return Collections.unmodifiableMap(content);
    }

    List<FileEntry> entries() {
        return content.entrySet().stream()
                .map(each -> new FileEntry(
                        each.getKey(),
                        each.getValue().remaining(),
                        Sha256.of(each.getValue()),
                        purposes.getOrDefault(each.getKey(), "")))
                .toList();
    }
}
