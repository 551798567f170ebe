package dev.alambic.bench.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalLong;

/**
 * Memory of this process, from {@code /proc/self/status} (proc(5)).
 *
 * @param peakBytes highest resident set so far, or since {@link #resetPeak}
 * @param residentBytes resident set now
 * @param anonBytes private memory now
 * @param fileBytes mapped files now
 */
public record ProcessMemory(long peakBytes, long residentBytes, long anonBytes, long fileBytes) {

    private static final Path STATUS = Path.of("/proc/self/status");

    /** Writing 5 resets the peak (proc(5)). */
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");

    /** Returns whether this system tells; only Linux does. */
    static boolean isKnown() {
        return Files.isReadable(STATUS);
    }

    /** Has the peak begin anew, where the system allows it; else the peak stays that of the whole life. */
    static void resetPeak() {
        try {
            Files.writeString(CLEAR, "5", StandardOpenOption.WRITE);
        } catch (IOException notAllowed) {
            // a peak that is too high is better than none, and says so in the load's figure
        }
    }

    /** Returns the most memory that this process has taken so far, in bytes; empty where the system does not tell. */
    public static OptionalLong peak() {
        return isKnown() ? OptionalLong.of(now().peakBytes()) : OptionalLong.empty();
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
        return new ProcessMemory(
                bytes(lines, "VmHWM:"), bytes(lines, "VmRSS:"), bytes(lines, "RssAnon:"), bytes(lines, "RssFile:"));
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
