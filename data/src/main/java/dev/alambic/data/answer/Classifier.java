package dev.alambic.data.answer;

import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.text.Tokenizer;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.match.AnswerForm;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.Carried;
import dev.alambic.onnx.state.StatePairs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
public final class Classifier implements AutoCloseable {

    private final Session session;
    private final List<String> labels;
    private final @Nullable InputMeaning input;
    private final ModelInputs inputs;
    private final OnnxModel model;
    private final StatePairs states;
    private final String output;
    private final AnswerForm form;
    private @Nullable Tokenizer tokenizer;

    private Classifier(
            OnnxModel model,
            Session session,
            @Nullable InputMeaning input,
            Function<List<ValueInfo>, ModelInputs> inputs) {
        this.session = session;
        this.labels = ModelInfo.of(model).labels();
        this.input = input;
        this.model = model;
        this.states = StatePairs.of(model);
        this.inputs = inputs.apply(session.inputs().stream()
                .filter(each -> !states.inputs().contains(each.name()))
                .toList());
        this.output = session.outputs().get(0).name();
        this.form = AnswerForm.of(model.graph(), output);
    }

    /**
     * Opens a model.
     *
     * @throws UnsupportedModelException if it is no classifier of the kind above
     */
    public static Classifier open(OnnxModel model, SessionOptions options) {
        InputMeaning own = ModelInfo.of(model).input();
        return open(model, own, options, inputs -> ModelInputs.of(inputs, own));
    }

    /**
     * Opens a model that is to be fed with {@code data}: texts as long as there, if it cuts them alike or does not say
     * how it cuts them.
     *
     * @throws UnsupportedModelException if it is no classifier of the kind above
     */
    public static Classifier open(OnnxModel model, Dataset data, SessionOptions options) {
        InputMeaning own = ModelInfo.of(model).input();
        InputMeaning asked = data.input() instanceof InputMeaning.Text texts ? asTheData(own, texts) : own;
        return open(
                model,
                asked,
                options,
                inputs -> asked == null && data.input() instanceof InputMeaning.Image image
                        ? ModelInputs.of(inputs, image, data.sampleShape())
                        : ModelInputs.of(inputs, asked));
    }

    private static @Nullable InputMeaning asTheData(@Nullable InputMeaning own, InputMeaning.Text texts) {
        if (own instanceof InputMeaning.Text text) {
            return text.withLength(texts.length()).cutsAs(texts) ? texts.withRoles(text.roles()) : own;
        }
        return own == null ? texts : own;
    }

    private static Classifier open(
            OnnxModel model,
            @Nullable InputMeaning input,
            SessionOptions options,
            Function<List<ValueInfo>, ModelInputs> inputs) {
        Session session = Session.open(model, options);
        try {
            return new Classifier(model, session, input, inputs);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    /** Returns the class names, empty if the model does not say them. */
    public List<String> labels() {
        return labels;
    }

    /** Returns the number of values of one sample. */
    public int sampleSize() {
        return inputs.sampleSize();
    }

    /** Returns what a sample means, or null if the model does not say it. */
    public @Nullable InputMeaning input() {
        return input;
    }

    /**
     * Returns the logits; for a model that answers with probabilities, their logarithms. A model with state hears the
     * samples one after the other, as one sequence that begins with zeros.
     *
     * @param samples raw units [count, values of a sample]; may be longer
     * @return [count, classes]
     */
    public float[] logits(float[] samples, int count) {
        if (samples.length < (long) count * sampleSize()) {
            throw new IllegalArgumentException("samples: too few values for the model (expected " + sampleSize()
                    + " a sample, was " + (double) samples.length / count + ")");
        }
        int step = states.isEmpty() ? inputs.chunk() : 1;
        Carried carried = Carried.of(states, model.graph());
        float[] logits = new float[0];
        for (int from = 0; from < count; from += step) {
            int taken = Math.min(step, count - from);
            float[] part = run(
                    Arrays.copyOfRange(samples, from * sampleSize(), (from + taken) * sampleSize()), taken, carried);
            int classes = part.length / taken;
            if (from == 0) {
                logits = new float[count * classes];
            }
            System.arraycopy(part, 0, logits, from * classes, part.length);
        }
        return logits;
    }

    private float[] run(float[] samples, int count, Carried carried) {
        Map<String, Tensor> feeds = inputs.feeds(samples, count);
        long rows = feeds.values().iterator().next().dim(0);
        Tensor answer = carried.run(session, feeds, List.of(output)).get(output);
        boolean two = answer != null && form == AnswerForm.SIGMOID && answer.elementCount() == rows;
        if (answer == null || (!two && (answer.rank() != 2 || answer.dim(0) != rows))) {
            throw new UnsupportedModelException("output '" + output
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
        if (data.sampleSize() != sampleSize()) {
            throw new IllegalArgumentException(data.name() + ": samples of another size than the model's (expected "
                    + sampleSize() + ", was " + data.sampleSize() + ")");
        }
        int step = Math.min(inputs.chunk(), data.size());
        float[] samples = new float[Math.multiplyExact(step, sampleSize())];
        float[] logits = new float[0];
        for (int from = 0; from < data.size(); from += step) {
            int count = Math.min(step, data.size() - from);
            for (int i = 0; i < count; i++) {
                data.copySample(from + i, samples, i * sampleSize());
            }
            float[] part = logits(samples, count);
            logits = logits.length == 0 ? new float[part.length / count * data.size()] : logits;
            System.arraycopy(part, 0, logits, part.length / count * from, part.length);
        }
        return logits;
    }

    /**
     * Classifies one sample.
     *
     * @param sample raw units, as many values as the model takes
     */
    public Prediction predict(float... sample) {
        if (sample.length != sampleSize()) {
            throw new IllegalArgumentException(
                    "sample: another size than the model's (expected " + sampleSize() + ", was " + sample.length + ")");
        }
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
        if (!(input instanceof InputMeaning.Text meaning)) {
            throw new UnsupportedModelException("model: takes no texts (expected a model of texts, was " + input + ")");
        }
        return predict(tokenizer(meaning).samples(List.of(text))[0]);
    }

    private synchronized Tokenizer tokenizer(InputMeaning.Text meaning) {
        Tokenizer known = tokenizer;
        if (known == null) {
            known = Tokenizer.of(meaning);
            tokenizer = known;
        }
        return known;
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

    @Override
    public synchronized void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
        session.close();
    }
}
