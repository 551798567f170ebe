package dev.alambic.data.task;

import dev.alambic.data.answer.Answerer;
import dev.alambic.data.answer.Measure;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;

/** What a model does. */
public sealed interface Task permits Classify, MultiLabel, MultiTask, Regress {

    /** Returns its name in recipes and in models. */
    String name();

    /** Returns what the values of an answer are called, in the order of the output. */
    List<String> outputs();

    /** Returns what messages call these, in one word: {@code classes}. */
    String called();

    /** Returns the values of an answer, as messages say it: {@code a logit for each class}. */
    String answer();

    /** Returns the figure that judges it. */
    Measure measure();

    /**
     * Opens a model that is to be fed with {@code data}.
     *
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if it does not do this
     */
    default Answerer open(OnnxModel model, Dataset data, SessionOptions options) {
        return open(model, data, options, List.of());
    }

    /**
     * Opens a model that is also to be asked for values inside it; see {@link Answerer#inside}.
     *
     * @param taps names of values that nodes of its graph compute
     */
    Answerer open(OnnxModel model, Dataset data, SessionOptions options, List<String> taps);

    /**
     * Judges answers.
     *
     * @param answers [samples, values], as {@link Answerer#answers} gives them
     */
    TaskMetrics judge(float[] answers, Dataset data);

    /** Returns what a model of this task says of itself. */
    ModelInfo describe(ModelInfo info);

    /** Returns the task that a data set asks for. */
    static Task of(Dataset data) {
        return of(data.targets());
    }

    /** Returns the task that is answered with such targets. */
    static Task of(Targets targets) {
        if (targets instanceof Targets.Several several) {
            return MultiTask.of(several);
        }
        if (targets instanceof Targets.Labels labels) {
            return new MultiLabel(labels.names());
        }
        return targets instanceof Targets.Numbers numbers
                ? new Regress(numbers.names())
                : new Classify(targets.names());
    }

    /** Returns whether a model says that it tells of each of several labels whether a sample carries it. */
    static boolean isMultiLabel(OnnxModel model) {
        return ModelInfo.of(model).task().equals(MultiLabel.NAME);
    }

    /** Returns whether a model says that it does several tasks at once. */
    static boolean isMultiTask(OnnxModel model) {
        return ModelInfo.of(model).task().equals(MultiTask.NAME);
    }

    /** Returns whether a model says that it answers with numbers. */
    static boolean isRegression(OnnxModel model) {
        return ModelInfo.of(model).task().equals(Regress.NAME);
    }
}
