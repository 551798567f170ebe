package dev.alambic.trainer.distill;

import dev.alambic.data.answer.Inner;
import dev.alambic.data.answer.Regressor;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.match.ValueKind;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;

/** Any ONNX model of numbers as teacher, run in ONNX Runtime; it takes the raw values of the data. */
public final class NumberTeacher implements Teacher {

    private final Regressor regressor;
    private final int targets;
    private final ModelInside inside;

    private NumberTeacher(Regressor regressor, int targets, ModelInside inside) {
        this.regressor = regressor;
        this.targets = targets;
        this.inside = inside;
    }

    /**
     * Opens a model and asks it once, to see that it fits the data.
     *
     * @throws UnsupportedModelException if it does not answer with the targets of these data
     */
    public static NumberTeacher open(OnnxModel model, Dataset data, SessionOptions options) {
        Regressor regressor = Regressor.open(model, data, options);
        try {
            check(regressor, data);
            return new NumberTeacher(regressor, data.targets().names().size(), new ModelInside(model, taps -> {
                Regressor looking = Regressor.open(model, data, options, taps);
                return new ModelInside.Opened(looking::inside, looking::close);
            }));
        } catch (RuntimeException | Error e) {
            regressor.close();
            throw e;
        }
    }

    private static void check(Regressor regressor, Dataset data) {
        require("teacher: takes samples of another size than the data's", data.sampleSize(), regressor.sampleSize());
        if (data.input() instanceof InputMeaning.Text texts
                && !(regressor.input() instanceof InputMeaning.Text own && own.cutsAs(texts))) {
            throw new UnsupportedModelException("teacher: cuts texts by another tokenizer than the data were cut by");
        }
        List<String> targets = data.targets().names();
        int answered = regressor.numbers(new float[data.sampleSize()], 1).length;
        require("teacher: answers with other targets than the data have", targets.size(), answered);
        if (!regressor.targets().isEmpty()) {
            require("teacher: answers with other targets than the data have", targets, regressor.targets());
        }
    }

    private static void require(String rule, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new UnsupportedModelException(rule + " (expected " + expected + ", was " + actual + ")");
        }
    }

    @Override
    public int classes() {
        return targets;
    }

    @Override
    public float[] logits(float[] samples, int count) {
        return regressor.numbers(samples, count);
    }

    @Override
    public List<String> values(ValueKind kind) {
        return inside.values().of(kind);
    }

    @Override
    public Inner inside(float[] samples, int count, List<String> taps) {
        return inside.inside(samples, count, taps);
    }

    @Override
    public void close() {
        inside.close();
        regressor.close();
    }
}
