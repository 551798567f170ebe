package dev.alambic.quantizer.int8;

/** How much of their 8 bits weights use. */
public enum WeightRange {
    /**
     * All: -127 to 127. Right for processors with 8-bit dot products (VNNI, ARM's DOTPROD), and for unsigned weights.
     */
    FULL,
    /** -64 to 64: no sum of two products can leave 16 bits; ONNX Runtime's {@code reduce_range}. */
    REDUCED,
    /**
     * All, but as far as no two weights that are added in 16 bits can leave them with the largest activations; the
     * default: the same file gives the same numbers on every processor, and few channels lose anything.
     */
    PAIRS
}
