package dev.alambic.data.answer;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model that is open and answers raw samples with rows of values: logits of classes or of labels, or numbers. A model
 * with state hears the samples one after the other, as one sequence that begins with zeros.
 */
public sealed interface Answerer extends AutoCloseable permits Classifier, Labeller, MultiTasker, Regressor {

    /** Returns the number of values of one sample. */
    int sampleSize();

    /** Returns what a sample means, or null if the model does not say it. */
    @Nullable
    InputMeaning input();

    /** Returns what the values of an answer are called, in their order; empty if the model does not say it. */
    List<String> names();

    /**
     * Returns what is answered to some samples, [count, values].
     *
     * @param samples raw units [count, values of a sample]; may be longer
     */
    float[] answers(float[] samples, int count);

    /**
     * Returns what is answered to every sample, [samples, values].
     *
     * @throws IllegalArgumentException if the samples have another size than the model's
     */
    float[] answers(Dataset data);

    /**
     * Returns the answers together with the values inside that it was opened for.
     *
     * @param samples raw units [count, values of a sample]; may be longer
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if a value is not of floats, or has no row a sample
     */
    Inner inside(float[] samples, int count);

    @Override
    void close();
}
