package dev.alambic.quantizer.int8;

/** What becomes integers only if asked for. */
public enum Extra {
    /**
     * In static form: Mul, Sigmoid, LeakyRelu, Softmax and Resize between integer nodes. Fewer conversions, but often
     * slower than float on x86-64.
     */
    ELEMENTWISE,
    /** In static form: MatMul of two activations (attention). */
    PRODUCTS,
    /** In static form: the results of MatMul and of the last Gemm, which integer kernels give as floats for free. */
    RESULTS,
    /** In dynamic form: Conv, as ConvInteger, which ONNX Runtime runs 6 to 14 times slower than float32. */
    DYNAMIC_CONV
}
