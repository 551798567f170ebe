package dev.alambic.bench;

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
        @Nullable Double loadAverage) {}
