package dev.alambic.bench.record;

import org.jspecify.annotations.Nullable;

/**
 * Memory of a process above a baseline.
 *
 * @param peakBytes highest resident set
 * @param anonBytes private part of it; null if unknown
 * @param fileBytes part of it mapped from files, which the system may take back; null if unknown
 */
public record Resident(
        long peakBytes, @Nullable Long anonBytes, @Nullable Long fileBytes) {}
