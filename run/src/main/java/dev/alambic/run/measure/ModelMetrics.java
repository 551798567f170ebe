package dev.alambic.run.measure;

import dev.alambic.bench.quality.Answers;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.Classifier;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Measures how good a model file is, in ONNX Runtime. */
public final class ModelMetrics {

    private ModelMetrics() {}

    /**
     * Returns the quality of a classifier on labelled samples.
     *
     * @throws InvalidDataException if the samples have another size, or more classes, than the model
     */
    public static ClassificationMetrics measure(Path file, Dataset samples, SessionOptions options) {
        return measure(OnnxModel.read(file), file.toString(), samples, options);
    }

    /** As {@link #measure(Path, Dataset, SessionOptions)}, of a model that messages call {@code name}. */
    public static ClassificationMetrics measure(OnnxModel model, String name, Dataset samples, SessionOptions options) {
        float[] logits = logits(model, name, samples, options);
        return ClassificationMetrics.of(logits, samples.labels(), logits.length / samples.size());
    }

    /**
     * Returns how good classifiers are, and how like the first one's the answers of the others.
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
            Answers answers = Answers.ofClasses(logits(models.apply(candidate), name, data, options), data.size());
            qualities.put(
                    candidate.name(),
                    answers.quality(Arrays.stream(data.labels()).boxed().toList(), baseline));
            baseline = baseline == null ? answers : baseline;
        }
        return qualities;
    }

    /**
     * Returns what a classifier answers to labelled samples, [samples, classes]: logits, or the logarithms of its
     * probabilities; see {@link #measure(Path, Dataset, SessionOptions)}.
     */
    public static float[] logits(OnnxModel model, String name, Dataset samples, SessionOptions options) {
        try (Classifier classifier = Classifier.open(model, samples, options)) {
            if (samples.sampleSize() != classifier.sampleSize()) {
                throw new InvalidDataException(
                        samples.name(),
                        "samples must have the size of the input of " + name,
                        classifier.sampleSize(),
                        samples.sampleSize());
            }
            if (samples.size() == 0) {
                throw new InvalidDataException(samples.name() + ": no samples to measure on");
            }
            float[] logits = classifier.logits(samples);
            int classes = logits.length / samples.size();
            if (classes < samples.classes().size()) {
                throw new InvalidDataException(
                        samples.name(),
                        "more classes than " + name + " knows",
                        classes,
                        samples.classes().size());
            }
            return logits;
        }
    }
}
