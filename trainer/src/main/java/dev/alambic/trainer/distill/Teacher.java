package dev.alambic.trainer.distill;

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

    @Override
    default void close() {}
}
