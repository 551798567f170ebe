package dev.alambic.quantizer.diff;

/**
 * What was compared.
 *
 * @param samples how many sets of inputs
 * @param layers values inside the first model that were compared
 * @param skipped values inside the first model without a counterpart: no value of that name in the second, or one of
 *     another type or shape
 */
public record Coverage(long samples, int layers, int skipped) {}
