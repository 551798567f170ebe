package dev.alambic.data.answer;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;

/**
 * An ONNX classifier in ONNX Runtime: its input is float32 [batch, ...] in raw units, or the tokens of texts as
 * {@link ModelInputs} has them; its first output float32 [batch, classes], logits or the softmax of them, or the
 * sigmoid that is the probability of the second of two classes, [batch, 1] or [batch]. A batch axis of fixed size is
 * filled up.
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.open(OnnxModel.read(Path.of("student.onnx")), SessionOptions.defaults())) {
 *     Prediction prediction = classifier.predict(5.1f, 3.5f, 1.4f, 0.2f);
 * }
 * }</pre>
 */
public final class Classifier extends AskedModel implements Answerer {

    private final List<String> labels;
    private final Reading reading;

    private Classifier(Asking asking) {
        super(asking);
        this.labels = ModelInfo.of(asking.model()).labels();
        this.reading = Reading.ofClasses(asking.model(), asking.output());
    }

    /**
     * Opens a model.
     *
     * @throws UnsupportedModelException if it is no classifier of the kind above
     */
    public static Classifier open(OnnxModel model, SessionOptions options) {
        return new Classifier(Asking.open(model, options));
    }

    /**
     * Opens a model that is to be fed with {@code data}: texts as long as there, if it cuts them alike or does not say
     * how it cuts them.
     *
     * @throws UnsupportedModelException if it is no classifier of the kind above
     */
    public static Classifier open(OnnxModel model, Dataset data, SessionOptions options) {
        return open(model, data, options, List.of());
    }

    /**
     * Opens a model that is also to be asked for values inside it; see {@link Answerer#inside}.
     *
     * @param taps names of values that nodes of its graph compute
     */
    public static Classifier open(OnnxModel model, Dataset data, SessionOptions options, List<String> taps) {
        return new Classifier(Asking.open(model, data, options, taps));
    }

    /** Returns the class names, empty if the model does not say them. */
    public List<String> labels() {
        return labels;
    }

    @Override
    public List<String> names() {
        return labels;
    }

    /**
     * Returns the logits; for a model that answers with probabilities, their logarithms. A model with state hears the
     * samples one after the other, as one sequence that begins with zeros.
     *
     * @param samples raw units [count, values of a sample]; may be longer
     * @return [count, classes]
     */
    public float[] logits(float[] samples, int count) {
        return answers(samples, count);
    }

    @Override
    float[] read(List<Tensor> answers, int count, long rows) {
        return reading.read(answers.get(0), count, rows);
    }

    /**
     * Returns the logits of every sample, [samples, classes].
     *
     * @throws IllegalArgumentException if the samples have another size than the model's
     */
    public float[] logits(Dataset data) {
        return answers(data);
    }

    /**
     * Classifies one sample.
     *
     * @param sample raw units, as many values as the model takes
     */
    public Prediction predict(float... sample) {
        asking.requireSize(sample);
        return Prediction.of(logits(sample, 1), labels);
    }

    /**
     * Classifies one text.
     *
     * @throws UnsupportedModelException if the model is none of texts, or carries no tokenizer
     * @throws dev.alambic.data.file.InvalidDataException if its tokenizer is broken
     */
    public Prediction predict(String text) {
        return predict(asking.sample(text));
    }
}
