package dev.alambic.packager.sign;

import dev.alambic.packager.archive.Archive;
import dev.alambic.packager.archive.InvalidPackageException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code SHA256SUMS}: the hash of every file but itself and the signature, sorted, in the form that {@code sha256sum
 * -c} reads.
 */
public final class HashList {
    /** The name of the list in a package. */
    public static final String FILE = "SHA256SUMS";

    private static final Set<String> OUTSIDE = Set.of(FILE, PackageSignature.FILE);

    private HashList() {}

    /** Returns the list for {@code files}. */
    public static String of(Map<String, ByteBuffer> files) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(files).forEach((name, content) -> {
            if (!OUTSIDE.contains(name)) {
                lines.append(Sha256.of(content)).append("  ").append(name).append('\n');
            }
        });
        return lines.toString();
    }

    /**
     * Checks the list of {@code archive}.
     *
     * @throws InvalidPackageException if a file was changed, added or taken away, or the list itself was changed
     */
    public static void check(Archive archive) {
        Map<String, ByteBuffer> files = new TreeMap<>();
        archive.names().forEach(name -> files.put(name, archive.file(name)));
        String stated = archive.text(FILE);
        String real = of(files);
        if (stated.equals(real) && archive.bytes(FILE).length == real.getBytes(StandardCharsets.UTF_8).length) {
            return;
        }
        for (String line : (Iterable<String>) real.lines()::iterator) {
            if (!stated.lines().toList().contains(line)) {
                throw new InvalidPackageException(
                        line.substring(line.indexOf("  ") + 2), "its hash is the one in " + FILE, "that", "another");
            }
        }
        throw new InvalidPackageException(FILE, "it lists the files of the package, sorted", "these alone", "more");
    }
}
