package dev.alambic.cli.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.cli.command.Outcome;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command over every model of the corpus: it is done, or refused as the corpus says, and what it wrote answers in
 * the runtime, with its optimizations on, as the model does.
 */
@Tag("slow")
class CorpusTest {

    /** A written file may be so much larger than what it was made of: metadata that says how it was made. */
    private static final long GROWTH_BYTES = 1500;

    @TempDir
    private Path folder;

    static List<CorpusModel> models() {
        String only = System.getProperty("corpus.only", "");
        return Corpus.models().stream()
                .filter(model -> model.name().contains(only))
                .toList();
    }

    @Test
    void theCorpusHasEveryKind() {
        assertThat(Corpus.models()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(Corpus.models()).extracting(CorpusModel::name).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyCommandTakesIt(CorpusModel model) throws IOException {
        Path file = model.write(folder);
        List<Answers> answers = model.runs() ? Answers.ofModel(file, model.samples()) : List.of();

        List<String> wrong = new ArrayList<>();
        for (Way way : Way.all()) {
            String only = System.getProperty("corpus.way", way.name());
            boolean isThere = way.after().isEmpty() || !model.refusals().containsKey(way.after());
            if (isThere && (only.contains(way.name()) || way.name().equals("optimize"))) {
                wrong(way, model, file, answers).ifPresent(what -> wrong.add(way.name() + ": " + what));
            }
        }

        assertThat(wrong).isEmpty();
    }

    /** What a model answers to inputs. */
    record Answers(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {

        /** A file that the runtime does not take, nodes of a body being out of order, is taken as it is read here. */
        static List<Answers> ofModel(Path file, List<Map<String, Tensor>> samples) {
            try {
                return of(Session.open(file, SessionOptions.defaults()), samples);
            } catch (InvalidModelException e) {
                return of(Session.open(OnnxModel.read(file), SessionOptions.defaults()), samples);
            }
        }

        static List<Answers> of(Session opened, List<Map<String, Tensor>> samples) {
            List<Answers> answers = new ArrayList<>();
            try (Session session = opened) {
                List<String> tensors = session.outputs().stream()
                        .filter(output -> output.type() != null)
                        .map(ValueInfo::name)
                        .toList();
                samples.forEach(sample -> answers.add(new Answers(sample, session.run(sample, tensors))));
            }
            return answers;
        }
    }

    /** Returns what is wrong with what the way made of the model, if anything is. */
    private Optional<String> wrong(Way way, CorpusModel model, Path file, List<Answers> answers) throws IOException {
        Outcome outcome = Outcome.of(way.line(folder, file));
        String said = outcome.err().lines().reduce("", (before, line) -> line);
        CorpusModel.Refusal refusal = model.refusals().get(way.name());
        if (refusal != null) {
            return outcome.code() == refusal.code() && said.contains(refusal.part())
                    ? Optional.empty()
                    : Optional.of("expected " + refusal + ", was " + outcome.code() + ", " + said);
        }
        if (outcome.code() != 0) {
            return Optional.of("exit " + outcome.code() + ", " + said);
        }
        boolean idle = outcome.out().contains("nothing to do; no file is written");
        return way.promise() == Way.Promise.TOLD || idle ? Optional.empty() : written(way, model, file, answers);
    }

    private Optional<String> written(Way way, CorpusModel model, Path file, List<Answers> answers) throws IOException {
        Path out = way.out(folder);
        if (way.promise() == Way.Promise.NOTHING) {
            List<?> before =
                    OnnxModel.read(folder.resolve("optimize.onnx")).graph().nodes();
            List<?> after = OnnxModel.read(out).graph().nodes();
            return after.equals(before) ? Optional.empty() : Optional.of("changed again: " + before + " into " + after);
        }
        if (Files.size(out) > weight(file) + GROWTH_BYTES && !model.grows(way.name())) {
            return Optional.of("grew from " + weight(file) + " to " + Files.size(out) + " bytes");
        }
        if (!model.runs()) {
            return Optional.empty();
        }
        List<Map<String, Tensor>> inputs = answers.stream().map(Answers::inputs).toList();
        try {
            List<Answers> made = Answers.of(Session.open(out, SessionOptions.defaults()), inputs);
            return Stream.iterate(0, i -> i < made.size(), i -> i + 1)
                    .flatMap(i -> differences(
                            way, model, answers.get(i).outputs(), made.get(i).outputs())
                            .stream())
                    .findFirst();
        } catch (RuntimeException e) {
            return Optional.of("does not run: " + e.getMessage());
        }
    }

    /** Returns the bytes of a model with those beside it. */
    private static long weight(Path file) throws IOException {
        Path beside = Path.of(file.toString().replaceFirst("\\.onnx$", ".weights"));
        return Files.size(file) + (Files.exists(beside) ? Files.size(beside) : 0);
    }

    private static List<String> differences(
            Way way, CorpusModel model, Map<String, Tensor> expected, Map<String, Tensor> actual) {
        if (!expected.keySet().equals(actual.keySet())) {
            return List.of("outputs " + expected.keySet() + " became " + actual.keySet());
        }
        List<String> wrong = new ArrayList<>();
        expected.forEach((output, tensor) -> difference(way, model, tensor, Objects.requireNonNull(actual.get(output)))
                .ifPresent(what -> wrong.add("'" + output + "' " + what)));
        return wrong;
    }

    private static Optional<String> difference(Way way, CorpusModel model, Tensor expected, Tensor actual) {
        if (expected.dataType() != actual.dataType()) {
            return Optional.of("was " + expected.dataType() + ", is " + actual.dataType());
        }
        if (model.jumps(way.name())) {
            return Optional.empty();
        }
        if (!Arrays.equals(expected.dims(), actual.dims())) {
            return Optional.of("was " + Arrays.toString(expected.dims()) + ", is " + Arrays.toString(actual.dims()));
        }
        if (way.promise() == Way.Promise.SHAPES || expected.elementCount() == 0) {
            return Optional.empty();
        }
        if (!expected.dataType().isFloating()) {
            return way.promise() == Way.Promise.CLOSE || expected.equals(actual)
                    ? Optional.empty()
                    : Optional.of("changed from " + expected + " to " + actual);
        }
        if (way.promise() == Way.Promise.EXACT) {
            double relative = Agreement.of(expected, actual).relative();
            return relative <= tolerance(expected.dataType())
                    ? Optional.empty()
                    : Optional.of("moved by " + relative + " of the largest");
        }
        double decibels = Agreement.sqnrDecibels(expected, actual);
        double least = model.least(way.name(), way.least());
        return decibels >= least
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "keeps %.1f dB (expected %.0f)", decibels, least));
    }

    /** Some roundings of the output's type. */
    private static double tolerance(DataType type) {
        return switch (type) {
            case FLOAT16 -> 1e-2;
            case BFLOAT16 -> 8e-2;
            default -> 1e-4;
        };
    }
}
