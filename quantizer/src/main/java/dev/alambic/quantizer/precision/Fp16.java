package dev.alambic.quantizer.precision;

/** What becomes 16-bit floating point. */
public enum Fp16 {
    /** Large weights, in the file; the arithmetic stays float32. The default for a CPU. */
    STORAGE,
    /** The arithmetic; inputs and outputs stay float32. For accelerators: on a CPU it is slower. */
    COMPUTE
}
