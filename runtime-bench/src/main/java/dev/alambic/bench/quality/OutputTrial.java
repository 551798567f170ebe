package dev.alambic.bench.quality;

import dev.alambic.bench.record.Quality;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.state.Carried;
import dev.alambic.onnx.state.StatePairs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Runs models on samples and compares their first output of floats, which is [batch, classes] for a classifier and
 * anything else for others. A model with state carries its own from sample to sample.
 */
public final class OutputTrial {

    private OutputTrial() {}

    /**
     * Returns the quality of each model by name, of those that have an output of floats.
     *
     * @param candidates the baseline first
     * @param samples what to run each model on, batch after batch, the same samples for all
     * @param labels true classes of the samples, empty if they are not known
     */
    public static Map<String, Quality> measure(
            List<Candidate> candidates,
            Function<Candidate, Iterable<Map<String, Tensor>>> samples,
            List<Integer> labels,
            SessionOptions options) {
        Map<String, Quality> qualities = new LinkedHashMap<>();
        Optional<Answers> baseline = Optional.empty();
        for (Candidate candidate : candidates) {
            Optional<Answers> answers = answers(candidate, samples.apply(candidate), options);
            Answers first = baseline.orElse(null);
            answers.ifPresent(given -> qualities.put(candidate.name(), given.quality(labels, first)));
            baseline = baseline.or(() -> answers);
        }
        return qualities;
    }

    /** Returns what the model answers to {@code samples}; empty if it answers no floats. */
    private static Optional<Answers> answers(
            Candidate candidate, Iterable<Map<String, Tensor>> samples, SessionOptions options) {
        try (Session session = Session.open(candidate.file(), options)) {
            Optional<String> output = session.outputs().stream()
                    .filter(OutputTrial::isFloats)
                    .map(ValueInfo::name)
                    .filter(name -> !candidate.states().outputs().contains(name))
                    .findFirst();
            return output.map(name -> {
                OnnxModel model = OnnxModel.read(candidate.file());
                Carried carried = Carried.of(candidate.states(), model.graph());
                Run run = sample -> Objects.requireNonNull(
                        carried.run(session, sample, List.of(name)).get(name));
                return answers(run, candidate.states(), width -> AnswerKind.of(model, name, width), samples);
            });
        }
    }

    private static boolean isFloats(ValueInfo output) {
        return output.type() != null && output.type().elementType().isFloating();
    }

    /** Runs a model on a sample. */
    @FunctionalInterface
    private interface Run {
        Tensor answer(Map<String, Tensor> sample);
    }

    private static Answers answers(
            Run run, StatePairs states, IntFunction<AnswerKind> kind, Iterable<Map<String, Tensor>> samples) {
        List<float[]> parts = new ArrayList<>();
        int rows = 0;
        for (Map<String, Tensor> feeds : samples) {
            parts.add(run.answer(feeds).floats());
            rows += rows(states.continued(feeds));
        }
        float[] values = joined(parts);
        if (rows == 0 || values.length % rows != 0) {
            return Answers.ofValues(values, 1); // one row in all
        }
        return switch (kind.apply(values.length / rows)) {
            case CLASSES -> Answers.ofClasses(values, rows);
            case PROBABILITY -> Answers.ofProbabilities(values);
            case NUMBERS -> Answers.ofNumbers(values, rows);
            case VALUES -> Answers.ofValues(values, rows);
        };
    }

    /** Returns the batch of one run. */
    private static int rows(Map<String, Tensor> feeds) {
        Tensor first = feeds.values().iterator().next();
        return first.rank() == 0 ? 1 : Math.toIntExact(first.dim(0));
    }

    private static float[] joined(List<float[]> parts) {
        float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
