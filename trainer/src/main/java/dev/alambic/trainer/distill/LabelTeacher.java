package dev.alambic.trainer.distill;

import dev.alambic.data.answer.Inner;
import dev.alambic.data.answer.Labeller;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.match.ValueKind;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;

/** Any ONNX model of several labels as teacher, run in ONNX Runtime; it takes the raw values of the data. */
public final class LabelTeacher implements Teacher {

    private final Labeller labeller;
    private final int labels;
    private final ModelInside inside;

    private LabelTeacher(Labeller labeller, int labels, ModelInside inside) {
        this.labeller = labeller;
        this.labels = labels;
        this.inside = inside;
    }

    /**
     * Opens a model and asks it once, to see that it fits the data.
     *
     * @throws UnsupportedModelException if it does not answer with the labels of these data
     */
    public static LabelTeacher open(OnnxModel model, Dataset data, SessionOptions options) {
        Labeller labeller = Labeller.open(model, data, options);
        try {
            check(labeller, data);
            return new LabelTeacher(labeller, data.targets().names().size(), new ModelInside(model, taps -> {
                Labeller looking = Labeller.open(model, data, options, taps);
                return new ModelInside.Opened(looking::inside, looking::close);
            }));
        } catch (RuntimeException | Error e) {
            labeller.close();
            throw e;
        }
    }

    private static void check(Labeller labeller, Dataset data) {
        require("teacher: takes samples of another size than the data's", data.sampleSize(), labeller.sampleSize());
        if (data.input() instanceof InputMeaning.Text texts
                && !(labeller.input() instanceof InputMeaning.Text own && own.cutsAs(texts))) {
            throw new UnsupportedModelException("teacher: cuts texts by another tokenizer than the data were cut by");
        }
        List<String> labels = data.targets().names();
        int answered = labeller.logits(new float[data.sampleSize()], 1).length;
        require("teacher: answers with other labels than the data have", labels.size(), answered);
        if (!labeller.labels().isEmpty()) {
            require("teacher: answers with other labels than the data have", labels, labeller.labels());
        }
    }

    private static void require(String rule, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new UnsupportedModelException(rule + " (expected " + expected + ", was " + actual + ")");
        }
    }

    @Override
    public int classes() {
        return labels;
    }

    @Override
    public float[] logits(float[] samples, int count) {
        return labeller.logits(samples, count);
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
        labeller.close();
    }
}
