package dev.alambic.quantizer.hardware;

import java.util.Locale;

/** What a model can be made into, by how its numbers are stored and computed with. */
public enum Form {
    /** 8-bit products whose inputs are rounded as they come. */
    INT8_DYNAMIC(10),
    /** 8-bit products with ranges learned from samples. */
    INT8_STATIC(10),
    /** 8-bit products: convolutions with ranges learned from samples, others with inputs rounded as they come. */
    INT8_MIXED(10),
    /** 8-bit weights, float32 arithmetic. */
    INT8(10),
    /** 4-bit weights in blocks, float32 arithmetic. */
    INT4(3),
    /** float16 weights, float32 arithmetic. */
    FP16_STORAGE(20),
    /** float16 weights and arithmetic. */
    FP16_COMPUTE(20),
    /** bfloat16 weights, float32 arithmetic. */
    BF16_STORAGE(15);

    private final double leastSqnrDecibels;

    Form(double leastSqnrDecibels) {
        this.leastSqnrDecibels = leastSqnrDecibels;
    }

    /**
     * Returns what the outputs must keep for the form to be of use, dB: for 8-bit arithmetic an error of a tenth of the
     * signal's power, less for fewer bits, more for more.
     */
    public double leastSqnrDecibels() {
        return leastSqnrDecibels;
    }

    /** Returns the name in rules and messages, such as {@code int8-dynamic}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
