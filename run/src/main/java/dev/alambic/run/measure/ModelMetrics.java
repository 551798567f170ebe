package dev.alambic.run.measure;

import dev.alambic.bench.quality.Answers;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.data.answer.Answerer;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Targets;
import dev.alambic.data.task.Classify;
import dev.alambic.data.task.MultiLabel;
import dev.alambic.data.task.MultiTask;
import dev.alambic.data.task.Regress;
import dev.alambic.data.task.Task;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Measures how good a model file is, in ONNX Runtime. */
public final class ModelMetrics {

    private ModelMetrics() {}

    /**
     * Returns the quality of a model on labelled samples.
     *
     * @throws InvalidDataException if the samples have another size, or more classes, or other targets, than the model
     */
    public static TaskMetrics measure(Path file, Dataset samples, SessionOptions options) {
        return measure(OnnxModel.read(file), file.toString(), samples, options);
    }

    /** As {@link #measure(Path, Dataset, SessionOptions)}, of a model that messages call {@code name}. */
    public static TaskMetrics measure(OnnxModel model, String name, Dataset samples, SessionOptions options) {
        return Task.of(samples).judge(answers(model, name, samples, options), samples);
    }

    /**
     * Returns how good models are, and how like the first one's the answers of the others.
     *
     * @param models of each, with what is told of it
     * @param samples of each, labelled
     */
    public static Map<String, Quality> qualities(
            List<Candidate> candidates,
            Function<Candidate, OnnxModel> models,
            Function<Candidate, Dataset> samples,
            SessionOptions options) {
        Map<String, Quality> qualities = new LinkedHashMap<>();
        @Nullable Answers baseline = null;
        for (Candidate candidate : candidates) {
            Dataset data = samples.apply(candidate);
            String name = candidate.file().toString();
            float[] values = answers(models.apply(candidate), name, data, options);
            Answers answers = data.targets() instanceof Targets.Classes
                    ? Answers.ofClasses(values, data.size())
                    : Answers.ofNumbers(values, data.size());
            qualities.put(candidate.name(), answers.quality(data.targets(), baseline));
            baseline = baseline == null ? answers : baseline;
        }
        return qualities;
    }

    /**
     * Returns what a model answers to labelled samples, [samples, values]: logits, or the logarithms of its
     * probabilities, or numbers; see {@link #measure(Path, Dataset, SessionOptions)}.
     */
    public static float[] answers(OnnxModel model, String name, Dataset samples, SessionOptions options) {
        Task task = Task.of(samples);
        requireTask(model, name, task, samples);
        try (Answerer answerer = task.open(model, samples, options)) {
            if (samples.sampleSize() != answerer.sampleSize()) {
                throw new InvalidDataException(
                        samples.name(),
                        "samples must have the size of the input of " + name,
                        answerer.sampleSize(),
                        samples.sampleSize());
            }
            if (samples.size() == 0) {
                throw new InvalidDataException(samples.name() + ": no samples to measure on");
            }
            float[] answers = answerer.answers(samples);
            requireOutputs(task, name, answers.length / samples.size(), samples);
            return answers;
        }
    }

    private static void requireTask(OnnxModel model, String name, Task task, Dataset samples) {
        if (task instanceof MultiTask != Task.isMultiTask(model)) {
            throw new InvalidDataException(
                    samples.name(),
                    name + " has another task",
                    task instanceof MultiTask
                            ? "one task: a label, a target or several labels"
                            : "its tasks " + ModelInfo.of(model).tasks().keySet(),
                    samples.targets());
        }
        boolean several = Task.isMultiLabel(model);
        boolean saysOther = several
                ? !(task instanceof MultiLabel)
                : task instanceof Regress ? !ModelInfo.of(model).labels().isEmpty() : Task.isRegression(model);
        if (saysOther || (task instanceof MultiLabel && saysClasses(model))) {
            throw new InvalidDataException(
                    samples.name(),
                    name + " has another task",
                    several
                            ? "several labels a sample (--label-column, --label-separator)"
                            : Task.isRegression(model) ? "numbers as targets" : "labels of its classes",
                    samples.targets());
        }
    }

    private static boolean saysClasses(OnnxModel model) {
        return ModelInfo.of(model).task().equals(Classify.NAME);
    }

    private static void requireOutputs(Task task, String name, int answered, Dataset samples) {
        int expected = task.outputs().size();
        if (!(task instanceof Classify) && answered != expected) {
            throw new InvalidDataException(
                    samples.name(),
                    "other " + (task instanceof Regress ? "targets" : "labels") + " than " + name + " answers with",
                    answered,
                    expected);
        }
        if (answered < expected) {
            throw new InvalidDataException(samples.name(), "more classes than " + name + " knows", answered, expected);
        }
    }
}
