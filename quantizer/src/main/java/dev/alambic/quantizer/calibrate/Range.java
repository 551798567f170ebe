package dev.alambic.quantizer.calibrate;

/** The interval of real values that a quantized tensor spans; it always contains zero, so that zero is exact. */
public record Range(float min, float max) {

    public Range {
        if (!(min <= 0 && max >= 0) || Float.isInfinite(min) || Float.isInfinite(max)) {
            throw new IllegalArgumentException(
                    "range: it is finite and contains 0 (expected min <= 0 <= max, was " + min + " to " + max + ")");
        }
    }

    /** Returns the smallest range that holds zero and both ends. */
    public static Range of(float min, float max) {
        return new Range(Math.min(0, min), Math.max(0, max));
    }

    public Range including(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** Returns the smallest range that reaches as far below zero as above. */
    public Range symmetric() {
        float reach = Math.max(-min, max);
        return new Range(-reach, reach);
    }
}
