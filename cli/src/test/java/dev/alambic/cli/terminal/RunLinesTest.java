package dev.alambic.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.run.event.Event;
import dev.alambic.run.event.Stage;
import dev.alambic.trainer.training.EpochRecord;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunLinesTest {

    private static EpochRecord epoch(@Nullable Double soft, double validation, double sparsity) {
        Map<String, @Nullable Double> figures = new LinkedHashMap<>();
        figures.put("loss", 0.12345);
        figures.put("softLoss", soft);
        figures.put("hardLoss", soft == null ? null : 0.5);
        figures.put("trainAccuracy", 0.75);
        figures.put("validationAccuracy", validation);
        return new EpochRecord("student", 3, 9, figures, new EpochRecord.Pruned(sparsity, Map.of(), false), 1);
    }

    private static List<String> shown(Verbosity verbosity, Event... events) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        RunLines lines = new RunLines(Console.of(stream, stream).withVerbosity(verbosity));
        for (Event event : events) {
            lines.tell(event);
        }
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static List<String> shown(Event... events) {
        return shown(Verbosity.NORMAL, events);
    }

    @Test
    void dataStepsAndSeedsAreALineEach() {
        assertThat(shown(
                        new Event.RunStarted("iris", 1, "0.1.0"),
                        new Event.SeedStarted(7, 2, 3),
                        new Event.DataRead("iris", 105, 15, 30, 3),
                        new Event.StageStarted(Stage.BENCH),
                        new Event.Step(Stage.BENCH, "measuring startup"),
                        new Event.StageFinished(Stage.BENCH, 1),
                        new Event.RunFinished(2)))
                .containsExactly(
                        "seed 7 (2 of 3)",
                        "data iris: 105 samples to train, 15 to validate, 30 to test, 3 classes",
                        "measuring startup");
    }

    @Test
    void trainingsThatGoOnAtOnceAreToldApart() {
        EpochRecord student = epoch(0.25, 0.8, 0);
        assertThat(shown(
                        new Event.TrainingStarted("teacher", 9, 0),
                        new Event.TrainingStarted("student", 9, 0),
                        new Event.EpochFinished(student.withPhase("teacher")),
                        new Event.EpochFinished(student)))
                .extracting(line -> line.substring(0, 12))
                .containsExactly("teacher 3/9 ", "student 3/9 ");
    }

    @Test
    void anEpochSaysWhatItHas() {
        Event start = new Event.TrainingStarted("student", 9, 0);
        assertThat(shown(start, new Event.EpochFinished(epoch(null, Double.NaN, 0))))
                .containsExactly("student 3/9  loss 0.1235  train 75.00 %");
        assertThat(shown(start, new Event.EpochFinished(epoch(0.25, 0.9, 0.4))))
                .containsExactly(
                        "student 3/9  loss 0.1235 (soft 0.2500, hard 0.5000)  train 75.00 %  validation 90.00 %"
                                + "  sparsity 40.00 %");
    }

    @Test
    void trainingThatGoesOnSaysFromWhere() {
        assertThat(shown(new Event.TrainingStarted("teacher", 9, 4)))
                .containsExactly("teacher 4/9  from the checkpoint");
    }

    @Test
    void batchesAreNoLines() {
        assertThat(shown(new Event.TrainingStarted("teacher", 9, 0), new Event.BatchLearnt("teacher", 1, 1, 4, 0.5)))
                .isEmpty();
    }

    @Test
    void quietIsQuiet() {
        assertThat(shown(
                        Verbosity.QUIET,
                        new Event.DataRead("iris", 1, 1, 1, 1),
                        new Event.TrainingStarted("student", 9, 4),
                        new Event.EpochFinished(epoch(null, 1, 0)),
                        new Event.RunFailed("the reason is told by whoever catches it")))
                .isEmpty();
    }
}
