package dev.alambic.bench.noise;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The clock ticks of all processors since the system started, from the first line of {@code /proc/stat} (proc(5)).
 *
 * @param all sum over user, nice, system, idle, iowait, irq, softirq and steal
 * @param steal ticks in which the host ran something else
 */
record CpuTimes(long all, long steal) {

    private static final Path STAT = Path.of("/proc/stat");
    private static final int STEAL = 7;

    /** Returns the ticks up to now; empty where the system has no such file. */
    static Optional<CpuTimes> now() {
        if (!Files.isReadable(STAT)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(STAT)) {
            return lines.findFirst().flatMap(CpuTimes::parse);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Reads a line such as {@code cpu 10 0 5 100 0 0 0 3 0 0}; the guest times after steal are part of user. */
    static Optional<CpuTimes> parse(String line) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length <= STEAL + 1 || !fields[0].equals("cpu")) {
            return Optional.empty();
        }
        long[] ticks =
                Arrays.stream(fields, 1, STEAL + 2).mapToLong(Long::parseLong).toArray();
        return Optional.of(new CpuTimes(Arrays.stream(ticks).sum(), ticks[STEAL]));
    }

    /** Returns the share of the time since {@code earlier} that was stolen, percent. */
    double stealPercentSince(CpuTimes earlier) {
        long passed = all - earlier.all;
        return passed <= 0 ? 0 : 100.0 * (steal - earlier.steal) / passed;
    }
}
