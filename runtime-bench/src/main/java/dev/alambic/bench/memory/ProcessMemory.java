package dev.alambic.bench.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of this process, from {@code /proc/self/status} (proc(5)).
 *
 * @param peakBytes highest resident set so far
 * @param anonBytes private memory now
 * @param fileBytes mapped files now
 */
record ProcessMemory(long peakBytes, long anonBytes, long fileBytes) {

    private static final Path STATUS = Path.of("/proc/self/status");

    /** Returns whether this system tells; only Linux does. */
    static boolean isKnown() {
        return Files.isReadable(STATUS);
    }

    static ProcessMemory now() {
        try {
            return parse(Files.readAllLines(STATUS));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STATUS, e);
        }
    }

    /** Reads lines such as {@code VmHWM: 51234 kB}. */
    static ProcessMemory parse(List<String> lines) {
        return new ProcessMemory(bytes(lines, "VmHWM:"), bytes(lines, "RssAnon:"), bytes(lines, "RssFile:"));
    }

    private static long bytes(List<String> lines, String key) {
        return lines.stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).strip().split(" ")[0])
                .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(STATUS + " has no line " + key));
    }
}
