package dev.alambic.bench.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * How long callers wait who come at a given rate, whether or not the call before theirs has ended.
 *
 * @param micros from the time that a call was scheduled for to its end, µs: what it waits for its turn counts
 * @param calls number of calls
 * @param longestBacklog most calls that were due and had not begun
 * @param held whether the model kept up with the rate in most of the slices of time measured
 */
public record OpenLoop(
        Setting setting, @JsonUnwrapped Rates rates, Times micros, long calls, long longestBacklog, boolean held) {

    /**
     * Calls a second.
     *
     * @param ratePerSecond that were scheduled
     * @param achievedPerSecond that began
     */
    public record Rates(double ratePerSecond, double achievedPerSecond) {}

    public double ratePerSecond() {
        return rates.ratePerSecond;
    }

    public double achievedPerSecond() {
        return rates.achievedPerSecond;
    }
}
