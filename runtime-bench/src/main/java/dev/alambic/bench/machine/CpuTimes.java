package dev.alambic.bench.machine;

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
 * @param idle ticks in which there was nothing to run, iowait included
 */
record CpuTimes(long all, long steal, long idle) {

    private static final Path STAT = Path.of("/proc/stat");
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
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
        return Optional.of(new CpuTimes(Arrays.stream(ticks).sum(), ticks[STEAL], ticks[IDLE] + ticks[IO_WAIT]));
    }

    /** Returns the share of the time since {@code earlier} that was stolen, percent. */
    double stealPercentSince(CpuTimes earlier) {
        return percent(steal - earlier.steal, earlier);
    }

    /**
     * Returns the share of the time since {@code earlier} in which processors of this machine ran something, percent.
     */
    double busyPercentSince(CpuTimes earlier) {
        return percent((all - steal - idle) - (earlier.all - earlier.steal - earlier.idle), earlier);
    }

    private double percent(long ticks, CpuTimes earlier) {
        long passed = all - earlier.all;
        return passed <= 0 ? 0 : 100.0 * ticks / passed;
    }
}
