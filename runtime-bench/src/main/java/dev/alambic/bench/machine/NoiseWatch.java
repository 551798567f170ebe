package dev.alambic.bench.machine;

import dev.alambic.bench.record.Noise;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches what else the machine does, from {@link #start} to {@link #end}. */
public final class NoiseWatch {

    private final Optional<CpuTimes> before = CpuTimes.now();
    private final Optional<Duration> ownBefore = ownTime();
    private final long startNanos = System.nanoTime();

    private NoiseWatch() {}

    public static NoiseWatch start() {
        return new NoiseWatch();
    }

    /** Returns what happened since the start. */
    public Noise end() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Optional<CpuTimes> now = CpuTimes.now();
        if (before.isEmpty() || now.isEmpty()) {
            return new Noise(null, null, load < 0 ? null : load);
        }
        return new Noise(
                now.get().stealPercentSince(before.get()),
                others(now.get().busyPercentSince(before.get())),
                load < 0 ? null : load);
    }

    /** Returns how much of the machine's busy time was not this process, percent; null if unknown. */
    private @Nullable Double others(double busyPercent) {
        Optional<Duration> own = ownTime();
        if (ownBefore.isEmpty() || own.isEmpty()) {
            return null;
        }
        double machineNanos =
                (double) (System.nanoTime() - startNanos) * Runtime.getRuntime().availableProcessors();
        double ownPercent = 100 * own.get().minus(ownBefore.get()).toNanos() / machineNanos;
        return Math.max(0, busyPercent - ownPercent);
    }

    private static Optional<Duration> ownTime() {
        return ProcessHandle.current().info().totalCpuDuration();
    }
}
