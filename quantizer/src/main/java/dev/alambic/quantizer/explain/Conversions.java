package dev.alambic.quantizer.explain;

/**
 * The conversions between floats and integers.
 *
 * @param inModel QuantizeLinear, DequantizeLinear and DynamicQuantizeLinear of the model
 * @param executed those that the runtime executes each time, outside of kernels
 */
public record Conversions(int inModel, int executed) {}
