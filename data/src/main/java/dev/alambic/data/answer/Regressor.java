package dev.alambic.data.answer;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX model that answers with numbers, in ONNX Runtime: its input is that of a {@link Classifier}, its first output
 * float32 [batch, targets], or [batch] for one, in the units of the targets, taken as it is.
 *
 * <pre>{@code
 * try (Regressor regressor = Regressor.open(OnnxModel.read(Path.of("student.onnx")), SessionOptions.defaults())) {
 *     Map<String, Double> numbers = regressor.predict(5.1f, 3.5f, 1.4f);
 * }
 * }</pre>
 */
public final class Regressor extends AskedModel implements Answerer {

    private final List<String> targets;

    private Regressor(Asking asking) {
        super(asking);
        this.targets = ModelInfo.of(asking.model()).targets();
    }

    public static Regressor open(OnnxModel model, SessionOptions options) {
        return new Regressor(Asking.open(model, options));
    }

    /**
     * Opens a model that is to be fed with {@code data}; see {@link Classifier#open(OnnxModel, Dataset,
     * SessionOptions)}.
     */
    public static Regressor open(OnnxModel model, Dataset data, SessionOptions options) {
        return open(model, data, options, List.of());
    }

    /**
     * Opens a model that is also to be asked for values inside it; see {@link Answerer#inside}.
     *
     * @param taps names of values that nodes of its graph compute
     */
    public static Regressor open(OnnxModel model, Dataset data, SessionOptions options, List<String> taps) {
        return new Regressor(Asking.open(model, data, options, taps));
    }

    /** Returns what the numbers are called, empty if the model does not say it. */
    public List<String> targets() {
        return targets;
    }

    @Override
    public List<String> names() {
        return targets;
    }

    /**
     * Returns the numbers of each sample, [count, targets].
     *
     * @param samples raw units [count, values of a sample]; may be longer
     */
    public float[] numbers(float[] samples, int count) {
        return answers(samples, count);
    }

    /**
     * Returns the numbers of each sample, [samples, targets].
     *
     * @throws IllegalArgumentException if the samples have another size than the model's
     */
    public float[] numbers(Dataset data) {
        return answers(data);
    }

    @Override
    float[] read(List<Tensor> answers, int count, long rows) {
        return Reading.ofNumbers(asking.output()).read(answers.get(0), count, rows);
    }

    /**
     * Returns the numbers of one sample by name, in the order of the output.
     *
     * @param sample raw units, as many values as the model takes
     */
    public Map<String, Double> predict(float... sample) {
        asking.requireSize(sample);
        float[] numbers = numbers(sample, 1);
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            byName.put(
                    i < targets.size() ? targets.get(i) : asking.output() + (numbers.length == 1 ? "" : "[" + i + "]"),
                    asDecimal(numbers[i]));
        }
        return byName;
    }

    /** Returns the number whose decimal digits are those of the float. */
    static double asDecimal(float number) {
        return Float.isFinite(number) ? Double.parseDouble(Float.toString(number)) : number;
    }

    /**
     * Returns the numbers of one text.
     *
     * @throws UnsupportedModelException if the model is none of texts, or carries no tokenizer
     */
    public Map<String, Double> predict(String text) {
        return predict(asking.sample(text));
    }
}
