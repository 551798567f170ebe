package dev.alambic.trainer.distill;

import dev.alambic.data.answer.Inner;
import dev.alambic.onnx.match.ValueKind;
import java.util.List;
import java.util.Map;

/** Whatever answers samples with logits. */
public interface Teacher extends AutoCloseable {

    /** Returns the number of values that it answers a sample with. */
    int classes();

    /**
     * Answers samples.
     *
     * @param samples raw units [count, values of a sample]
     * @return logits [count, classes]
     */
    float[] logits(float[] samples, int count);

    /**
     * Returns the names of values inside it that are good for that, in their order; none if it cannot be looked into.
     */
    default List<String> values(ValueKind kind) {
        return List.of();
    }

    /**
     * Answers samples, and tells what went on inside.
     *
     * @param taps names of values inside it
     * @throws IllegalArgumentException if it has no such value
     */
    default Inner inside(float[] samples, int count, List<String> taps) {
        if (!taps.isEmpty()) {
            throw new IllegalArgumentException(
                    "teacher: it cannot be looked into (expected an ONNX model or a block, to learn from " + taps
                            + ")");
        }
        return new Inner(logits(samples, count), Map.of());
    }

    @Override
    default void close() {}
}
