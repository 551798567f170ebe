package dev.alambic.bench.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What else the machine did while latency was measured.
 *
 * @param stealPercent share of time that the host took from this machine; null if unknown
 * @param othersPercent share of the machine's processor time that other processes used; null if unknown
 * @param loadAverage runnable processes of the whole machine, mean of the minute after measuring; null if unknown
 */
public record Noise(
        @Nullable Double stealPercent,
        @Nullable Double othersPercent,
        @Nullable Double loadAverage) {

    private static final double MUCH_STEAL_PERCENT = 2;
    private static final double MUCH_OF_OTHERS_PERCENT = 10;

    /** Returns what a reader must know of a busy machine, a sentence each; nothing if it was quiet. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (othersPercent != null && othersPercent > MUCH_OF_OTHERS_PERCENT) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "busy machine: other processes took %.0f %% of the processor time while latency was measured; trust"
                            + " the speed-ups more than the times",
                    othersPercent));
        }
        if (stealPercent != null && stealPercent > MUCH_STEAL_PERCENT) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "busy machine: the host took %.1f %% of the processor time away while latency was measured",
                    stealPercent));
        }
        return warnings;
    }
}
