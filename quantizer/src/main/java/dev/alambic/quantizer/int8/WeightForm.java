package dev.alambic.quantizer.int8;

/** How the weights of integer nodes stand in a QDQ graph. */
public enum WeightForm {
    /** As integers; the graph is ready to run. */
    INTEGERS,
    /**
     * As floats that go through a QuantizeLinear and a DequantizeLinear: the graph computes what integers will give,
     * and its weights can be trained. {@link FoldQuantizedWeights} makes integers of them.
     */
    TRAINABLE
}
