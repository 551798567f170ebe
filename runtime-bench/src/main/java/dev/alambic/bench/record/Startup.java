package dev.alambic.bench.record;

/**
 * What passes before the first answer, medians over fresh sessions, µs.
 *
 * @param fileMicros reading the bytes of the model and its weights once, from the system's cache if they are there
 * @param sessionMicros making the session from the file: it reads, optimizes and packs the weights
 * @param firstRunMicros the first run, which allocates what later runs use again
 * @param sessions number of sessions measured
 */
public record Startup(Setting setting, double fileMicros, double sessionMicros, double firstRunMicros, int sessions) {}
