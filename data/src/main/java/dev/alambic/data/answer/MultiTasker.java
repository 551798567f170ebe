package dev.alambic.data.answer;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.TaskInfo;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An ONNX model of several tasks in ONNX Runtime: its input is that of a {@link Classifier}, it has an output float32
 * [batch, values] for each task, called as the task is, and says in its metadata what each is ({@link TaskInfo}). A row
 * of its answers holds the values of all tasks one after the other.
 *
 * <pre>{@code
 * try (MultiTasker model = MultiTasker.open(OnnxModel.read(Path.of("student.onnx")), SessionOptions.defaults())) {
 *     Map<String, TaskAnswer> answers = model.predict(5.1f, 3.5f);
 * }
 * }</pre>
 */
public final class MultiTasker extends AskedModel implements Answerer {

    private final Map<String, TaskInfo> tasks;
    private final Map<String, Reading> readings = new LinkedHashMap<>();

    private MultiTasker(Asking asking, Map<String, TaskInfo> tasks) {
        super(asking);
        this.tasks = tasks;
        tasks.forEach((name, task) -> readings.put(name, reading(asking.model(), name, task)));
    }

    private static Reading reading(OnnxModel model, String output, TaskInfo task) {
        return switch (task.task()) {
            case ModelMetadata.CLASSIFICATION -> Reading.ofClasses(model, output);
            case ModelMetadata.MULTI_LABEL -> Reading.ofLabels(model, output);
            default -> Reading.ofNumbers(output);
        };
    }

    private static Map<String, TaskInfo> tasks(OnnxModel model) {
        Map<String, TaskInfo> tasks = ModelInfo.of(model).tasks();
        if (tasks.isEmpty()) {
            throw new UnsupportedModelException(
                    "model: does not say which tasks its outputs are of (metadata '" + ModelMetadata.TASKS + "')");
        }
        List<String> outputs =
                model.graph().outputs().stream().map(output -> output.name()).toList();
        tasks.keySet().forEach(task -> {
            if (!outputs.contains(task)) {
                throw new UnsupportedModelException(
                        "task '" + task + "': no output of the model is called so (expected one of " + outputs + ")");
            }
        });
        return tasks;
    }

    private static MultiTasker of(Asking asking, Map<String, TaskInfo> tasks) {
        try {
            return new MultiTasker(asking, tasks);
        } catch (UnsupportedModelException e) {
            asking.close();
            throw e;
        }
    }

    /**
     * Opens a model.
     *
     * @throws UnsupportedModelException if it does not say what its tasks are, or has no output for one
     */
    public static MultiTasker open(OnnxModel model, SessionOptions options) {
        Map<String, TaskInfo> tasks = tasks(model);
        return of(Asking.open(model, List.copyOf(tasks.keySet()), options), tasks);
    }

    /**
     * Opens a model that is to be fed with {@code data}, and asked for values inside it; see {@link Answerer#inside}.
     *
     * @param taps names of values that nodes of its graph compute
     */
    public static MultiTasker open(OnnxModel model, Dataset data, SessionOptions options, List<String> taps) {
        Map<String, TaskInfo> tasks = tasks(model);
        return of(Asking.open(model, data, List.copyOf(tasks.keySet()), options, taps), tasks);
    }

    /** Returns what each task is, by its name. */
    public Map<String, TaskInfo> tasks() {
        return tasks;
    }

    /** Returns {@code task.value} for each value of each task. */
    @Override
    public List<String> names() {
        return TaskInfo.rowNames(ModelInfo.of(asking.model()).outputsOfTasks());
    }

    @Override
    float[] read(List<Tensor> answers, int count, long rows) {
        List<float[]> parts = new ArrayList<>();
        int width = 0;
        for (Reading reading : readings.values()) {
            float[] part = reading.read(answers.get(parts.size()), count, rows);
            width += part.length / count;
            parts.add(part);
        }
        float[] all = new float[Math.multiplyExact(count, width)];
        int column = 0;
        for (float[] part : parts) {
            int own = part.length / count;
            for (int row = 0; row < count; row++) {
                System.arraycopy(part, row * own, all, row * width + column, own);
            }
            column += own;
        }
        return all;
    }

    /**
     * Returns what is said of one sample, by task.
     *
     * @param sample raw units, as many values as the model takes
     */
    public Map<String, TaskAnswer> predict(float... sample) {
        asking.requireSize(sample);
        float[] values = answers(sample, 1);
        Map<String, TaskAnswer> said = new LinkedHashMap<>();
        int column = 0;
        for (Map.Entry<String, TaskInfo> task : tasks.entrySet()) {
            List<String> names = task.getValue().outputs();
            said.put(task.getKey(), answer(task.getValue(), Arrays.copyOfRange(values, column, column + names.size())));
            column += names.size();
        }
        return said;
    }

    private static TaskAnswer answer(TaskInfo task, float[] values) {
        return switch (task.task()) {
            case ModelMetadata.CLASSIFICATION -> Prediction.of(values, task.outputs());
            case ModelMetadata.MULTI_LABEL -> LabelPrediction.of(values, task.outputs(), Labeller.THRESHOLD);
            default -> NumberPrediction.of(values, task.outputs());
        };
    }

    /**
     * Returns what is said of one text.
     *
     * @throws UnsupportedModelException if the model is none of texts, or carries no tokenizer
     */
    public Map<String, TaskAnswer> predict(String text) {
        return predict(asking.sample(text));
    }
}
