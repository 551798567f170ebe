package dev.alambic.bench.record;

/**
 * What the processors took while a model ran again and again, idle parts included; from the counters of RAPL.
 *
 * @param millijoulesPerSample energy of a run divided by its batch, mJ
 * @param watts mean power while it ran, W
 * @param runs number of runs
 */
public record Energy(Setting setting, double millijoulesPerSample, double watts, long runs) {}
