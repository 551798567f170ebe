package dev.alambic.data.task;

import dev.alambic.data.answer.Measure;
import dev.alambic.data.answer.MultiTaskMetrics;
import dev.alambic.data.answer.MultiTasker;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.TaskInfo;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several tasks at once, each with an output of its own. Where their answers are one row, the values of each stand
 * behind those of the one before.
 *
 * @param parts what each task is answered with and is, by its name, in the order of the outputs
 */
public record MultiTask(Map<String, Part> parts) implements Task {

    public static final String NAME = ModelMetadata.MULTI_TASK;

    public MultiTask {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /**
     * One of the tasks.
     *
     * @param from of its first value in a row of all answers
     */
    public record Part(Task task, Targets.Part targets, int from) {

        /** Returns the number of its values. */
        public int width() {
            return task.outputs().size();
        }

        /**
         * Returns its values of rows of all answers, [samples, width].
         *
         * @param all [samples, values of all tasks]
         */
        public float[] of(float[] all, int samples) {
            int row = all.length / Math.max(1, samples);
            float[] own = new float[samples * width()];
            for (int i = 0; i < samples; i++) {
                System.arraycopy(all, i * row + from, own, i * width(), width());
            }
            return own;
        }
    }

    /** Returns the tasks that are answered with such targets. */
    public static MultiTask of(Targets.Several targets) {
        Map<String, Part> parts = new LinkedHashMap<>();
        int from = 0;
        for (Map.Entry<String, Targets.Part> part : targets.parts().entrySet()) {
            Task task = Task.of(part.getValue().targets());
            parts.put(part.getKey(), new Part(task, part.getValue(), from));
            from += task.outputs().size();
        }
        return new MultiTask(parts);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<String> outputs() {
        Map<String, List<String>> outputs = new LinkedHashMap<>();
        parts.forEach((name, part) -> outputs.put(name, part.task.outputs()));
        return TaskInfo.rowNames(outputs);
    }

    /** Returns the number of values of each task by its name. */
    public Map<String, Integer> widths() {
        Map<String, Integer> widths = new LinkedHashMap<>();
        parts.forEach((name, part) -> widths.put(name, part.width()));
        return widths;
    }

    @Override
    public String called() {
        return "tasks";
    }

    @Override
    public String answer() {
        return "the values of all tasks";
    }

    @Override
    public Measure measure() {
        return Measure.MEAN_SCORE;
    }

    @Override
    public MultiTasker open(OnnxModel model, Dataset data, SessionOptions options, List<String> taps) {
        return MultiTasker.open(model, data, options, taps);
    }

    @Override
    public MultiTaskMetrics judge(float[] answers, Dataset data) {
        if (!(data.targets() instanceof Targets.Several truth)) {
            throw new IllegalStateException(data.name() + ": not of several tasks (was " + data.targets() + ")");
        }
        Map<String, TaskMetrics> metrics = new LinkedHashMap<>();
        of(truth)
                .parts
                .forEach((name, part) -> metrics.put(
                        name,
                        part.task.judge(part.of(answers, data.size()), data.withTargets(part.targets.targets()))));
        return MultiTaskMetrics.of(data.size(), metrics);
    }

    @Override
    public ModelInfo describe(ModelInfo info) {
        Map<String, TaskInfo> tasks = new LinkedHashMap<>();
        parts.forEach((name, part) -> tasks.put(
                name,
                new TaskInfo(part.task.name(), part.task.outputs(), part.targets.column(), part.targets.groups())));
        return info.withTask(NAME)
                .withLabels(List.of())
                .withTargets(List.of())
                .withThreshold(null)
                .withTasks(tasks);
    }
}
