package dev.alambic.trainer.predict;

import dev.alambic.onnx.DataType;
import dev.alambic.onnx.Dim;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.TensorType;
import dev.alambic.onnx.UnsupportedModelException;
import dev.alambic.onnx.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.data.Dataset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX classifier in ONNX Runtime: its one input is float32 [batch, ...] in raw units, its first output float32
 * [batch, classes], logits or the softmax of them. A batch axis of fixed size is filled up with zeros.
 *
 * <pre>{@code
 * try (Classifier classifier = Classifier.open(OnnxModel.read(Path.of("student.onnx")), SessionOptions.defaults())) {
 *     Prediction prediction = classifier.predict(5.1f, 3.5f, 1.4f, 0.2f);
 * }
 * }</pre>
 */
public final class Classifier implements AutoCloseable {

    private static final int CHUNK = 256;

    private final Session session;
    private final List<String> labels;
    private final String input;
    private final long[] sampleShape;
    private final int fixedBatch;
    private final String output;
    private final boolean probabilities;

    private Classifier(OnnxModel model, Session session) {
        this.session = session;
        ModelInfo info = ModelInfo.of(model);
        this.labels = info.labels();
        ValueInfo in = onlyInput();
        this.input = in.name();
        List<Dim> dims = dims(in);
        this.fixedBatch = dims.get(0) instanceof Dim.Fixed fixed ? Math.toIntExact(fixed.size()) : 0;
        InputMeaning meaning = info.input();
        this.sampleShape = meaning == null ? fixedSizes(in, dims) : meaning.sampleShape();
        this.output = session.outputs().get(0).name();
        this.probabilities = model.graph()
                .index()
                .producer(output)
                .map(Node::opType)
                .filter("Softmax"::equals)
                .isPresent();
    }

    /**
     * Opens a model.
     *
     * @throws UnsupportedModelException if it is no classifier of the kind above
     */
    public static Classifier open(OnnxModel model, SessionOptions options) {
        Session session = Session.open(model, options);
        try {
            return new Classifier(model, session);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private ValueInfo onlyInput() {
        if (session.inputs().size() != 1) {
            throw new UnsupportedModelException("model: a classifier has one input (expected 1, was "
                    + session.inputs().stream().map(ValueInfo::name).toList() + ")");
        }
        return session.inputs().get(0);
    }

    private static List<Dim> dims(ValueInfo input) {
        TensorType type = input.type();
        if (type == null
                || type.elementType() != DataType.FLOAT
                || type.shape() == null
                || type.shape().rank() < 2) {
            throw new UnsupportedModelException("input '" + input.name()
                    + "': a classifier takes a batch of samples (expected float [batch, ...], was " + type + ")");
        }
        return type.shape().dims();
    }

    private static long[] fixedSizes(ValueInfo input, List<Dim> dims) {
        return dims.stream()
                .skip(1)
                .mapToLong(dim -> {
                    if (dim instanceof Dim.Fixed fixed) {
                        return fixed.size();
                    }
                    throw new UnsupportedModelException("input '" + input.name()
                            + "': the size of a sample must be known (expected fixed axes, was " + input.type() + ")");
                })
                .toArray();
    }

    /** Returns the class names, empty if the model does not say them. */
    public List<String> labels() {
        return labels;
    }

    /** Returns the number of values of one sample. */
    public int sampleSize() {
        return Math.toIntExact(Arrays.stream(sampleShape).reduce(1, Math::multiplyExact));
    }

    /**
     * Returns the logits; for a model that answers with probabilities, their logarithms.
     *
     * @param samples raw units [count, values of a sample]; may be longer
     * @return [count, classes]
     */
    public float[] logits(float[] samples, int count) {
        if (samples.length < (long) count * sampleSize()) {
            throw new IllegalArgumentException("samples: too few values for the model (expected " + sampleSize()
                    + " a sample, was " + (double) samples.length / count + ")");
        }
        int step = fixedBatch == 0 ? CHUNK : fixedBatch;
        float[] logits = new float[0];
        for (int from = 0; from < count; from += step) {
            int taken = Math.min(step, count - from);
            float[] part = run(Arrays.copyOfRange(
                    samples, from * sampleSize(), (from + (fixedBatch == 0 ? taken : step)) * sampleSize()));
            int classes = part.length / (fixedBatch == 0 ? taken : step);
            if (from == 0) {
                logits = new float[count * classes];
            }
            System.arraycopy(part, 0, logits, from * classes, taken * classes);
        }
        return logits;
    }

    private float[] run(float[] samples) {
        long[] dims = new long[sampleShape.length + 1];
        dims[0] = samples.length / sampleSize();
        System.arraycopy(sampleShape, 0, dims, 1, sampleShape.length);
        Tensor answer = session.run(Map.of(input, Tensor.ofFloats(samples, dims)), List.of(output))
                .get(output);
        if (answer == null || answer.rank() != 2 || answer.dim(0) != dims[0]) {
            throw new UnsupportedModelException(
                    "output '" + output + "': a classifier answers one row a sample (expected [" + dims[0]
                            + ", classes], was " + answer + ")");
        }
        float[] values = answer.floats();
        if (probabilities) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.log(Math.max(values[i], Float.MIN_NORMAL));
            }
        }
        return values;
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
        float[] samples = new float[Math.multiplyExact(data.size(), sampleSize())];
        for (int i = 0; i < data.size(); i++) {
            data.copySample(i, samples, i * sampleSize());
        }
        return logits(samples, data.size());
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
    public void close() {
        session.close();
    }
}
