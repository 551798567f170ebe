package dev.alambic.trainer.distill;

import dev.alambic.data.answer.Classifier;
import dev.alambic.data.answer.Inner;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.match.ValueKind;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;

/** Any ONNX classifier as teacher, run in ONNX Runtime; it takes the raw values of the data. */
public final class OnnxTeacher implements Teacher {

    private final Classifier classifier;
    private final int classes;
    private final ModelInside inside;

    private OnnxTeacher(Classifier classifier, int classes, ModelInside inside) {
        this.classifier = classifier;
        this.classes = classes;
        this.inside = inside;
    }

    /**
     * Opens a model and asks it once, to see that it fits the data.
     *
     * @throws UnsupportedModelException if it is no classifier of these data
     */
    public static OnnxTeacher open(OnnxModel model, Dataset data, SessionOptions options) {
        ModelInside inside = new ModelInside(model, taps -> {
            Classifier looking = Classifier.open(model, data, options, taps);
            return new ModelInside.Opened(looking::inside, looking::close);
        });
        return of(Classifier.open(model, data, options), data, inside);
    }

    /** Takes over a classifier, and closes it if it does not fit. */
    static OnnxTeacher of(Classifier classifier, Dataset data, ModelInside inside) {
        try {
            check(classifier, data);
            return new OnnxTeacher(classifier, data.classes().size(), inside);
        } catch (RuntimeException | Error e) {
            classifier.close();
            throw e;
        }
    }

    private static void check(Classifier classifier, Dataset data) {
        require("teacher: takes samples of another size than the data's", data.sampleSize(), classifier.sampleSize());
        if (data.input() instanceof InputMeaning.Text texts
                && !(classifier.input() instanceof InputMeaning.Text own && own.cutsAs(texts))) {
            throw new UnsupportedModelException("teacher: cuts texts by another tokenizer than the data were cut by");
        }
        int answered = classifier.logits(new float[data.sampleSize()], 1).length;
        require(
                "teacher: answers with other classes than the data have",
                data.classes().size(),
                answered);
        List<String> labels = classifier.labels();
        if (!labels.isEmpty() && !labels.equals(data.classes())) {
            throw refusal("teacher: answers with other classes than the data have", data.classes(), labels);
        }
    }

    private static void require(String rule, int expected, int actual) {
        if (expected != actual) {
            throw refusal(rule, expected, actual);
        }
    }

    private static UnsupportedModelException refusal(String rule, Object expected, Object actual) {
        return new UnsupportedModelException(rule + " (expected " + expected + ", was " + actual + ")");
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public float[] logits(float[] samples, int count) {
        return classifier.logits(samples, count);
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
        classifier.close();
    }
}
