package dev.alambic.trainer.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a term can be made of in one step.
 *
 * @param logits of the network that learns [batch, classes], float32; of a regression the standardized numbers [batch,
 *     targets]
 * @param labels the probability of each class [batch, classes], float32, see {@link HardLabels}; of several labels that
 *     of each for itself, see {@link LabelFlags}; of a regression the true numbers, standardized
 * @param teacher the teacher's logits [batch, classes], float32, or its numbers, standardized; null without a teacher
 * @param taps the values inside the models that terms {@linkplain Term#needs() need}, [batch, ...], float32
 * @param step owns what a term makes
 */
public record Signals(
        NDArray logits, NDArray labels, @Nullable NDArray teacher, Map<Tap, NDArray> taps, NDManager step) {

    public Signals(NDArray logits, NDArray labels, @Nullable NDArray teacher, NDManager step) {
        this(logits, labels, teacher, Map.of(), step);
    }

    /**
     * Returns the teacher's logits [batch, classes].
     *
     * @throws IllegalArgumentException if there is no teacher
     */
    public NDArray teacherLogits() {
        if (teacher == null) {
            throw new IllegalArgumentException("loss: a term learns from a teacher (expected one, was none)");
        }
        return teacher;
    }

    /**
     * Returns a value inside a model, [batch, ...].
     *
     * @throws IllegalArgumentException if nobody asked for it, see {@link Term#needs()}
     */
    public NDArray tap(Tap tap) {
        NDArray value = taps.get(tap);
        if (value == null) {
            throw new IllegalArgumentException(
                    "loss: a term asks for a value that it does not say it needs (expected one of " + taps.keySet()
                            + ", was " + tap + ")");
        }
        return value;
    }

    /** Returns a number as float32, so that a product with it stays float32. */
    public NDArray scalar(double value) {
        return step.create((float) value);
    }
}
