package dev.alambic.data.answer;

import dev.alambic.data.set.Dataset;

/** A model that is open and answers raw samples with rows of values: logits of classes or of labels, or numbers. */
public sealed interface Answerer extends AutoCloseable permits Classifier, Labeller, Regressor {

    /** Returns the number of values of one sample. */
    int sampleSize();

    /**
     * Returns what is answered to every sample, [samples, values].
     *
     * @throws IllegalArgumentException if the samples have another size than the model's
     */
    float[] answers(Dataset data);

    @Override
    void close();
}
