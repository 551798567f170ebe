package dev.alambic.bench.record;

/**
 * How long callers wait who come at a given rate, whether or not the call before theirs has ended.
 *
 * @param ratePerSecond calls a second that were scheduled
 * @param achievedPerSecond calls a second that began
 * @param micros from the time that a call was scheduled for to its end, µs: what it waits for its turn counts
 * @param calls number of calls
 * @param longestBacklog most calls that were due and had not begun
 * @param held whether the model kept up with the rate in most of the slices of time measured
 */
public record OpenLoop(
        Setting setting,
        double ratePerSecond,
        double achievedPerSecond,
        Times micros,
        long calls,
        long longestBacklog,
        boolean held) {}
