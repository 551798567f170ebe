package dev.alambic.quantizer.int8;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * How activations are stored, with one scale for each tensor.
 *
 * @param type U8 is the fast one on x86-64; 16 bits have no integer kernels in ONNX Runtime on the CPU
 * @param symmetric whether zero is stored as the middle of the type and the range is widened to reach as far on both
 *     sides; else the range is used as it was found
 */
@RecordBuilder
public record ActivationScheme(IntegerType type, boolean symmetric) implements ActivationSchemeBuilder.With {

    /** Returns unsigned 8-bit integers with a zero point of their own. */
    public static ActivationScheme defaults() {
        return new ActivationScheme(IntegerType.U8, false);
    }
}
