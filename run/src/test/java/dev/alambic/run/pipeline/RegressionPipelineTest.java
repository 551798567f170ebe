package dev.alambic.run.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.data.answer.RegressionMetrics;
import dev.alambic.data.answer.TaskMetrics;
import dev.alambic.report.run.Predictions;
import dev.alambic.run.event.Event;
import dev.alambic.run.event.EventLog;
import dev.alambic.run.folder.QualityRecords;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.folder.RunReader;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.engine.EngineOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a regression leaves behind. */
class RegressionPipelineTest {

    private static final Recipe RECIPE =
            RecipeReader.read(new RecipeSource("petals.yaml", """
                    name: petals
                    task: regression
                    data: {source: iris, target: [petal_width_cm, petal_length_cm]}
                    teacher: {network: {type: mlp, hidden: [6]}, training: {epochs: 3}}
                    student: {network: {type: mlp, hidden: [4]}, training: {epochs: 3}, distill: {}}
                    variants: {int8: static, calibrationSamples: 16}
                    """, Optional.empty()), List.of());

    @TempDir
    private Path folder;

    @Test
    void numbersAreTrainedMeasuredAndKeptBesideTheTruth() {
        RunFolder run = RunFolder.create(folder.resolve("run"), RECIPE);
        Map<String, TaskMetrics> quality =
                new Pipeline(run, RunData.of(RECIPE), EngineOptions.defaults().withThreads(1), event -> {}).quality();

        TaskMetrics student = Objects.requireNonNull(quality.get("student"));
        assertThat(quality).containsOnlyKeys("teacher", "student", "student-stripped", "student-fp16", "student-int8");
        assertThat(quality.get("student"))
                .isInstanceOfSatisfying(
                        RegressionMetrics.class,
                        metrics -> assertThat(metrics.perTarget())
                                .extracting(RegressionMetrics.TargetScore::target)
                                .containsExactly("petal_width_cm", "petal_length_cm"));
        assertThat(run.readJson(RunFile.METRICS, QualityRecords.class)
                        .orElseThrow()
                        .models())
                .isEqualTo(quality);
        Predictions predictions =
                run.readJson(RunFile.PREDICTIONS, Predictions.class).orElseThrow();
        assertThat(predictions.models().get("student-int8"))
                .hasSize(2)
                .allSatisfy(target -> assertThat(target.truth()).hasSize(student.samples()));
        assertThat(RunReader.read(run).isRegression()).isTrue();
        List<Event> told = EventLog.read(run.file(RunFile.EVENTS)).stream()
                .map(EventLog.Told::event)
                .toList();
        assertThat(told)
                .contains(new Event.DataRead("iris", 105, 15, 30, 0, List.of("petal_width_cm", "petal_length_cm")))
                .filteredOn(Event.Figures.class::isInstance)
                .hasSize(5)
                .contains(new Event.Figures("student", student.fewByKey()));
    }
}
