package dev.alambic.quantizer.hardware;

import java.util.Locale;

/** What a model can be made into, by how its numbers are stored and computed with. */
public enum Form {
    /** 8-bit products whose inputs are rounded as they come. */
    INT8_DYNAMIC,
    /** 8-bit products with ranges learned from samples. */
    INT8_STATIC,
    /** 8-bit weights, float32 arithmetic. */
    INT8,
    /** 4-bit weights in blocks, float32 arithmetic. */
    INT4,
    /** float16 weights, float32 arithmetic. */
    FP16_STORAGE,
    /** float16 weights and arithmetic. */
    FP16_COMPUTE,
    /** bfloat16 weights, float32 arithmetic. */
    BF16_STORAGE;

    /** Returns the name in rules and messages, such as {@code int8-dynamic}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
