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
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.Carried;
import dev.alambic.onnx.state.StatePairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a model in ONNX Runtime about raw samples, as many at once as it takes; a batch axis of fixed size is filled up.
 */
final class Asking implements AutoCloseable {

    private final OnnxModel model;
    private final Session session;
    private final @Nullable InputMeaning input;
    private final ModelInputs inputs;
    private final StatePairs states;
    private final List<String> outputs;
    private final List<String> taps;
    private @Nullable Tokenizer tokenizer;

    private Asking(
            OnnxModel model,
            Session session,
            @Nullable InputMeaning input,
            Function<List<ValueInfo>, ModelInputs> inputs,
            List<String> outputs,
            List<String> taps) {
        this.model = model;
        this.session = session;
        this.input = input;
        this.states = StatePairs.of(model);
        this.inputs = inputs.apply(session.inputs().stream()
                .filter(each -> !states.inputs().contains(each.name()))
                .toList());
        this.outputs = outputs.isEmpty() ? List.of(session.outputs().get(0).name()) : outputs;
        this.taps = taps;
    }

    static Asking open(OnnxModel model, SessionOptions options) {
        InputMeaning own = ModelInfo.of(model).input();
        return open(model, own, options, inputs -> ModelInputs.of(inputs, own), List.of(), List.of());
    }

    /** Opens a model that answers with several outputs. */
    static Asking open(OnnxModel model, List<String> outputs, SessionOptions options) {
        InputMeaning own = ModelInfo.of(model).input();
        return open(model, own, options, inputs -> ModelInputs.of(inputs, own), outputs, List.of());
    }

    /**
     * Opens a model that is to be fed with {@code data}.
     *
     * @param taps values inside it that are asked for too
     */
    static Asking open(OnnxModel model, Dataset data, SessionOptions options, List<String> taps) {
        return open(model, data, List.of(), options, taps);
    }

    /** As {@link #open(OnnxModel, Dataset, SessionOptions, List)}, of a model that answers with several outputs. */
    static Asking open(OnnxModel model, Dataset data, List<String> outputs, SessionOptions options, List<String> taps) {
        InputMeaning own = ModelInfo.of(model).input();
        InputMeaning asked = data.input() instanceof InputMeaning.Text texts ? asTheData(own, texts) : own;
        return open(
                model,
                asked,
                options,
                inputs -> asked == null && data.input() instanceof InputMeaning.Image image
                        ? ModelInputs.of(inputs, image, data.sampleShape())
                        : ModelInputs.of(inputs, asked),
                outputs,
                taps);
    }

    private static @Nullable InputMeaning asTheData(@Nullable InputMeaning own, InputMeaning.Text texts) {
        if (own instanceof InputMeaning.Text text) {
            return text.withLength(texts.length()).cutsAs(texts) ? texts.withRoles(text.roles()) : own;
        }
        return own == null ? texts : own;
    }

    private static Asking open(
            OnnxModel model,
            @Nullable InputMeaning input,
            SessionOptions options,
            Function<List<ValueInfo>, ModelInputs> inputs,
            List<String> outputs,
            List<String> taps) {
        Session session = taps.isEmpty() ? Session.open(model, options) : Session.open(model, taps, options);
        try {
            return new Asking(model, session, input, inputs, outputs, taps);
        } catch (RuntimeException | Error e) {
            session.close();
            throw e;
        }
    }

    OnnxModel model() {
        return model;
    }

    @Nullable
    InputMeaning input() {
        return input;
    }

    /** Returns the name of its first output. */
    String output() {
        return outputs.get(0);
    }

    /** Returns the number of values of one sample. */
    int sampleSize() {
        return inputs.sampleSize();
    }

    /** Makes the values of so many samples of an answer, whose further rows only fill the batch up. */
    @FunctionalInterface
    interface Reader {
        /**
         * Reads.
         *
         * @param answers the outputs that it answers with
         * @param rows that the batch had
         * @return [count, values of a sample]
         */
        float[] read(List<Tensor> answers, int count, long rows);
    }

    /**
     * Returns the values of each sample, [count, values of a sample]. A model with state hears the samples one after
     * the other, as one sequence that begins with zeros.
     *
     * @param samples raw units [count, values of a sample]; may be longer
     */
    float[] ask(float[] samples, int count, Reader reader) {
        return askInside(samples, count, reader).answers();
    }

    /**
     * As {@link #ask(float[], int, Reader)}, with the values inside that were asked for.
     *
     * @throws UnsupportedModelException if one of them is not of floats, or has no row a sample
     */
    Inner askInside(float[] samples, int count, Reader reader) {
        if (samples.length < (long) count * sampleSize()) {
            throw new IllegalArgumentException("samples: too few values for the model (expected " + sampleSize()
                    + " a sample, was " + (double) samples.length / count + ")");
        }
        int step = states.isEmpty() ? inputs.chunk() : 1;
        Carried carried = Carried.of(states, model.graph());
        Inner.Joined joined = new Inner.Joined(count);
        for (int from = 0; from < count; from += step) {
            int taken = Math.min(step, count - from);
            run(
                    Arrays.copyOfRange(samples, from * sampleSize(), (from + taken) * sampleSize()),
                    taken,
                    carried,
                    reader,
                    joined);
        }
        return joined.inner();
    }

    private void run(float[] samples, int count, Carried carried, Reader reader, Inner.Joined joined) {
        Map<String, Tensor> feeds = inputs.feeds(samples, count);
        long rows = feeds.values().iterator().next().dim(0);
        List<String> wanted = new ArrayList<>(outputs);
        wanted.addAll(taps);
        Map<String, Tensor> given = carried.run(session, feeds, wanted);
        List<Tensor> answers = new ArrayList<>();
        for (String output : outputs) {
            Tensor answer = given.get(output);
            if (answer == null) {
                throw new UnsupportedModelException("output '" + output + "': nothing was answered");
            }
            answers.add(answer);
        }
        joined.add(reader.read(answers, count, rows), count);
        for (String tap : taps) {
            joined.add(tap, given.get(tap), count, rows);
        }
    }

    /**
     * Returns the values of each sample, [samples, values of a sample].
     *
     * @throws IllegalArgumentException if the samples have another size than the model's
     */
    float[] ask(Dataset data, Reader reader) {
        requireSize(data);
        int step = Math.min(inputs.chunk(), data.size());
        float[] samples = new float[Math.multiplyExact(step, sampleSize())];
        float[] values = new float[0];
        for (int from = 0; from < data.size(); from += step) {
            int count = Math.min(step, data.size() - from);
            for (int i = 0; i < count; i++) {
                data.copySample(from + i, samples, i * sampleSize());
            }
            float[] part = ask(samples, count, reader);
            values = values.length == 0 ? new float[part.length / count * data.size()] : values;
            System.arraycopy(part, 0, values, part.length / count * from, part.length);
        }
        return values;
    }

    private void requireSize(Dataset data) {
        if (data.sampleSize() != sampleSize()) {
            throw new IllegalArgumentException(data.name() + ": samples of another size than the model's (expected "
                    + sampleSize() + ", was " + data.sampleSize() + ")");
        }
    }

    /** Checks that one sample has the model's size. */
    void requireSize(float[] sample) {
        if (sample.length != sampleSize()) {
            throw new IllegalArgumentException(
                    "sample: another size than the model's (expected " + sampleSize() + ", was " + sample.length + ")");
        }
    }

    /**
     * Returns the sample of a text.
     *
     * @throws UnsupportedModelException if the model is none of texts, or carries no tokenizer
     */
    float[] sample(String text) {
        if (!(input instanceof InputMeaning.Text meaning)) {
            throw new UnsupportedModelException("model: takes no texts (expected a model of texts, was " + input + ")");
        }
        return tokenizer(meaning).samples(List.of(text))[0];
    }

    private synchronized Tokenizer tokenizer(InputMeaning.Text meaning) {
        Tokenizer known = tokenizer;
        if (known == null) {
            known = Tokenizer.of(meaning);
            tokenizer = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
        session.close();
    }
}
