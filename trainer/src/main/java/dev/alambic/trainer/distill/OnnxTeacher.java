package dev.alambic.trainer.distill;

import dev.alambic.data.answer.Answerer;
import dev.alambic.data.answer.Inner;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.task.Task;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.match.ValueKind;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;

/** Any ONNX model of the data's task as teacher, run in ONNX Runtime; it takes the raw values of the data. */
public final class OnnxTeacher implements Teacher {

    private final Answerer answerer;
    private final int outputs;
    private final ModelInside inside;

    private OnnxTeacher(Answerer answerer, int outputs, ModelInside inside) {
        this.answerer = answerer;
        this.outputs = outputs;
        this.inside = inside;
    }

    /**
     * Opens a model and asks it once, to see that it fits the data.
     *
     * @throws UnsupportedModelException if it does not answer with the classes, labels or targets of these data
     */
    public static OnnxTeacher open(OnnxModel model, Dataset data, SessionOptions options) {
        Task task = Task.of(data);
        ModelInside inside = new ModelInside(model, taps -> task.open(model, data, options, taps));
        return of(task.open(model, data, options), data, inside);
    }

    /** Takes over an open model, and closes it if it does not fit. */
    static OnnxTeacher of(Answerer answerer, Dataset data, ModelInside inside) {
        Task task = Task.of(data);
        try {
            check(answerer, data, task);
            return new OnnxTeacher(answerer, task.outputs().size(), inside);
        } catch (RuntimeException | Error e) {
            answerer.close();
            throw e;
        }
    }

    private static void check(Answerer answerer, Dataset data, Task task) {
        require("teacher: takes samples of another size than the data's", data.sampleSize(), answerer.sampleSize());
        if (data.input() instanceof InputMeaning.Text texts
                && !(answerer.input() instanceof InputMeaning.Text own && own.cutsAs(texts))) {
            throw new UnsupportedModelException("teacher: cuts texts by another tokenizer than the data were cut by");
        }
        String rule = "teacher: answers with other " + task.called() + " than the data have";
        int answered = answerer.answers(new float[data.sampleSize()], 1).length;
        require(rule, task.outputs().size(), answered);
        if (!answerer.names().isEmpty()) {
            require(rule, task.outputs(), answerer.names());
        }
    }

    private static void require(String rule, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new UnsupportedModelException(rule + " (expected " + expected + ", was " + actual + ")");
        }
    }

    @Override
    public int classes() {
        return outputs;
    }

    @Override
    public float[] logits(float[] samples, int count) {
        return answerer.answers(samples, count);
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
        answerer.close();
    }
}
