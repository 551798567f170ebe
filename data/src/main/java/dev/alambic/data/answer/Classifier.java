package dev.alambic.data.answer;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.match.AnswerForm;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    private final AnswerForm form;

    private Classifier(Asking asking) {
        super(asking);
        this.labels = ModelInfo.of(asking.model()).labels();
        this.form = AnswerForm.of(asking.model().graph(), asking.output());
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
    float[] read(Tensor answer, int count, long rows) {
        boolean two = form == AnswerForm.SIGMOID && answer.elementCount() == rows;
        if (!two && (answer.rank() != 2 || answer.dim(0) != rows)) {
            throw new UnsupportedModelException("output '" + asking.output()
                    + "': a classifier answers one row a sample (expected [" + rows + ", classes], was " + answer
                    + ")");
        }
        if (two) {
            return ofTwo(answer.floats(), count);
        }
        float[] values = Arrays.copyOf(answer.floats(), Math.toIntExact(count * answer.dim(1)));
        if (form == AnswerForm.PROBABILITIES) {
            for (int i = 0; i < values.length; i++) {
                values[i] = logarithm(values[i]);
            }
        }
        return values;
    }

    /** Returns the logarithms of the probabilities of two classes, [count, 2], by that of the second. */
    private static float[] ofTwo(float[] second, int count) {
        float[] logarithms = new float[2 * count];
        for (int i = 0; i < count; i++) {
            logarithms[2 * i] = logarithm(1 - second[i]);
            logarithms[2 * i + 1] = logarithm(second[i]);
        }
        return logarithms;
    }

    private static float logarithm(float probability) {
        return (float) Math.log(Math.max(probability, Float.MIN_NORMAL));
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
        double[] probability = softmax(logits(sample, 1));
        Map<String, Double> byName = new LinkedHashMap<>();
        int best = 0;
        for (int c = 0; c < probability.length; c++) {
            byName.put(label(c), probability[c]);
            best = probability[c] > probability[best] ? c : best;
        }
        return new Prediction(label(best), probability[best], byName);
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

    private String label(int index) {
        return index < labels.size() ? labels.get(index) : Integer.toString(index);
    }

    private static double[] softmax(float[] logits) {
        double max = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double[] probability = new double[logits.length];
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            probability[i] = Math.exp(logits[i] - max);
            sum += probability[i];
        }
        for (int i = 0; i < logits.length; i++) {
            probability[i] /= sum;
        }
        return probability;
    }
}
