package dev.alambic.quantizer.int8;

/** How integer arithmetic stands in the graph. */
public enum Int8Form {
    /**
     * Float operators between DequantizeLinear and QuantizeLinear, which the runtime fuses into integer kernels; the
     * default, since every runtime finds the kernels that it has.
     */
    QDQ,
    /**
     * Operators on integers (QLinearConv, QGemm, ...), some of them of the domain {@code com.microsoft}; what has none
     * stays between DequantizeLinear and QuantizeLinear.
     */
    QOPERATOR
}
