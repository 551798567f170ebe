package dev.alambic.quantizer.int8;

/**
 * The interval of real values that an unsigned 8-bit tensor spans; it always contains zero, so that zero padding and
 * the lower end of Relu are exact.
 */
record Range(float min, float max) {
    private static final int STEPS = 255;
    private static final float LEAST_SCALE = 1e-18f;

    Range {
        if (!(min <= 0 && max >= 0) || Float.isInfinite(min) || Float.isInfinite(max)) {
            throw new IllegalArgumentException("a range is finite and contains 0, was " + min + " to " + max);
        }
    }

    /** Returns the smallest range that holds zero and both ends. */
    static Range of(float min, float max) {
        return new Range(Math.min(0, min), Math.max(0, max));
    }

    Range including(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** Returns the real value of one step; 1 for a tensor that is always zero. */
    float scale() {
        float scale = (max - min) / STEPS;
        return scale >= LEAST_SCALE ? scale : 1;
    }

    /** Returns the stored value of zero, 0 to 255. */
    int zeroPoint() {
        return Math.max(0, Math.min(STEPS, Math.round(-min / scale())));
    }
}
