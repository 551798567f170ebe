package dev.alambic.bench.noise;

import dev.alambic.bench.Noise;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Watches what else the machine does, from {@link #start} to {@link #end}. */
public final class NoiseWatch {

    private final Optional<CpuTimes> before;

    private NoiseWatch(Optional<CpuTimes> before) {
        this.before = before;
    }

    public static NoiseWatch start() {
        return new NoiseWatch(CpuTimes.now());
    }

    /** Returns what happened since the start. */
    public Noise end() {
        Double steal = before.flatMap(start -> CpuTimes.now().map(end -> end.stealPercentSince(start)))
                .orElse(null);
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return new Noise(steal, null, load < 0 ? null : load);
    }
}
