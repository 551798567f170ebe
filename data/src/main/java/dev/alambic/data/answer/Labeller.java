package dev.alambic.data.answer;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;

/**
 * An ONNX model that tells of each of several labels whether a sample carries it, in ONNX Runtime: its input is that of
 * a {@link Classifier}, its first output float32 [batch, labels], logits or the sigmoids of them.
 *
 * <pre>{@code
 * try (Labeller labeller = Labeller.open(OnnxModel.read(Path.of("student.onnx")), SessionOptions.defaults())) {
 *     List<String> labels = labeller.predict("two teams met").labels();
 * }
 * }</pre>
 */
public final class Labeller extends AskedModel implements Answerer {

    /** The probability above which a label is said, where a model says no other. */
    public static final double THRESHOLD = 0.5;

    private final List<String> labels;
    private final double threshold;
    private final Reading reading;

    private Labeller(Asking asking) {
        super(asking);
        ModelInfo info = ModelInfo.of(asking.model());
        this.labels = info.labels();
        this.threshold = info.threshold() == null ? THRESHOLD : info.threshold();
        this.reading = Reading.ofLabels(asking.model(), asking.output());
    }

    private static Labeller of(Asking asking) {
        try {
            return new Labeller(asking);
        } catch (UnsupportedModelException e) {
            asking.close();
            throw e;
        }
    }

    /**
     * Opens a model.
     *
     * @throws UnsupportedModelException if its answers are probabilities that sum to 1
     */
    public static Labeller open(OnnxModel model, SessionOptions options) {
        return of(Asking.open(model, options));
    }

    /**
     * Opens a model that is to be fed with {@code data}; see {@link Classifier#open(OnnxModel, Dataset,
     * SessionOptions)}.
     */
    public static Labeller open(OnnxModel model, Dataset data, SessionOptions options) {
        return open(model, data, options, List.of());
    }

    /**
     * Opens a model that is also to be asked for values inside it; see {@link Answerer#inside}.
     *
     * @param taps names of values that nodes of its graph compute
     */
    public static Labeller open(OnnxModel model, Dataset data, SessionOptions options, List<String> taps) {
        return of(Asking.open(model, data, options, taps));
    }

    /** Returns the names of the labels, empty if the model does not say them. */
    public List<String> labels() {
        return labels;
    }

    @Override
    public List<String> names() {
        return labels;
    }

    /**
     * Returns the logits of each sample, log(p / (1 - p)) of a model that answers with probabilities p.
     *
     * @param samples raw units [count, values of a sample]; may be longer
     * @return [count, labels]
     */
    public float[] logits(float[] samples, int count) {
        return answers(samples, count);
    }

    @Override
    float[] read(List<Tensor> answers, int count, long rows) {
        return reading.read(answers.get(0), count, rows);
    }

    /**
     * Tells the labels of one sample.
     *
     * @param sample raw units, as many values as the model takes
     */
    public LabelPrediction predict(float... sample) {
        asking.requireSize(sample);
        return LabelPrediction.of(logits(sample, 1), labels, threshold);
    }

    /**
     * Tells the labels of one text.
     *
     * @throws UnsupportedModelException if the model is none of texts, or carries no tokenizer
     */
    public LabelPrediction predict(String text) {
        return predict(asking.sample(text));
    }
}
