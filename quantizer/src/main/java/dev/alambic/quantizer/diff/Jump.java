package dev.alambic.quantizer.diff;

/**
 * The first layer that makes the error much larger than it found it.
 *
 * @param beforeDecibels SQNR of the worst value that the layer is computed from, dB, at most
 *     {@link Propagation#ROUNDING_DECIBELS}
 */
public record Jump(ValueDifference layer, double beforeDecibels) {}
