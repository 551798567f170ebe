package dev.alambic.run.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.set.Splits;
import dev.alambic.run.UsageException;
import dev.alambic.run.event.Event;
import dev.alambic.run.event.EventLog;
import dev.alambic.run.event.Listener;
import dev.alambic.run.event.Stage;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.engine.EngineOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pipeline tells, and that it goes on where it stood; without the bench, which takes its time. */
class PipelineTest {

    private static final Recipe RECIPE = recipe("""
            name: tiny
            data: {source: iris}
            teacher: {network: {type: mlp, hidden: [6]}, training: {epochs: 2}}
            student: {network: {type: mlp, hidden: [4]}, training: {epochs: 2}}
            variants: {int8: dynamic, calibrationSamples: 16}
            """);

    @TempDir
    private Path folder;

    private final List<Event> heard = new ArrayList<>();

    private static Recipe recipe(String yaml) {
        return RecipeReader.read(new RecipeSource("tiny.yaml", yaml, Optional.empty()), List.of());
    }

    private Pipeline pipeline(RunFolder run, Listener listener) {
        Splits splits = RunData.of(run.recipe());
        return new Pipeline(run, splits, EngineOptions.defaults().withThreads(1), listener);
    }

    private static List<Event> kept(RunFolder run) {
        return EventLog.read(run.file(RunFile.EVENTS)).stream()
                .map(EventLog.Told::event)
                .toList();
    }

    private <E> List<E> heard(Class<E> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void aRunTellsWhatItDoesInItsOrder() throws Exception {
        RunFolder run = RunFolder.create(folder.resolve("run"), RECIPE);
        pipeline(run, heard::add).quality();

        assertThat(heard.get(0)).isEqualTo(new Event.RunStarted("tiny", 1, dev.alambic.run.Version.number()));
        assertThat(heard.get(1)).isEqualTo(new Event.DataRead("iris", 105, 15, 30, 3));
        assertThat(heard(Event.StageStarted.class))
                .extracting(Event.StageStarted::stage)
                .containsExactly(Stage.TRAINING, Stage.VARIANTS, Stage.QUALITY);
        assertThat(heard(Event.StageFinished.class))
                .extracting(Event.StageFinished::stage)
                .containsExactly(Stage.TRAINING, Stage.VARIANTS, Stage.QUALITY);
        assertThat(heard(Event.TrainingStarted.class))
                .containsExactly(
                        new Event.TrainingStarted("teacher", 2, 0), new Event.TrainingStarted("student", 2, 0));
        assertThat(heard(Event.EpochFinished.class))
                .extracting(event -> event.record().phase() + event.record().epoch())
                .containsExactly("teacher1", "teacher2", "student1", "student2");
        assertThat(heard(Event.ModelWritten.class))
                .extracting(Event.ModelWritten::model)
                .containsExactly("teacher", "student", "student-stripped", "student-fp16", "student-int8");
        for (Event.ModelWritten written : heard(Event.ModelWritten.class)) {
            assertThat(Files.size(run.path().resolve(written.file()))).isEqualTo(written.bytes());
        }
        assertThat(heard(Event.Figures.class))
                .hasSize(5)
                .allSatisfy(
                        figures -> assertThat(figures.figures().get("accuracy")).isBetween(0.0, 1.0));
        assertThat(heard.get(heard.size() - 1)).isInstanceOf(Event.RunFinished.class);
        assertThat(heard(Event.BatchLearnt.class)).isNotEmpty();

        List<Event> withoutBatches = heard.stream().filter(Event::kept).toList();
        assertThat(kept(run)).isEqualTo(withoutBatches);
    }

    @Test
    void aRunThatGoesOnSkipsWhatIsThereAndAppends() throws Exception {
        RunFolder run = RunFolder.create(folder.resolve("run"), RECIPE);
        pipeline(run, Listener.NONE).student();
        List<Event> before = kept(run);
        Files.delete(run.model("student"));
        Files.writeString(run.file(RunFile.EVENTS), "{\"time\":\"20", StandardOpenOption.APPEND);

        pipeline(run, heard::add).quality();

        assertThat(heard(Event.TrainingStarted.class)).contains(new Event.TrainingStarted("student", 2, 2));
        assertThat(heard(Event.EpochFinished.class)).isEmpty();
        assertThat(heard(Event.StageSkipped.class)).isEmpty();
        List<Event> all = kept(run);
        assertThat(all.subList(0, before.size())).isEqualTo(before);
        assertThat(all.subList(before.size(), all.size()))
                .isEqualTo(heard.stream().filter(Event::kept).toList());

        heard.clear();
        pipeline(run, heard::add).quality();
        assertThat(heard(Event.StageSkipped.class))
                .extracting(Event.StageSkipped::stage)
                .containsExactly(Stage.TRAINING, Stage.VARIANTS, Stage.QUALITY);
        assertThat(heard(Event.StageStarted.class)).isEmpty();
    }

    @Test
    void aRunThatComesToNothingLeavesNothingButItsWord() {
        RunFolder run = RunFolder.create(folder.resolve("run"), RECIPE);
        Pipeline broken = pipeline(run, event -> {
            heard.add(event);
            if (event instanceof Event.StageStarted) {
                throw new IllegalStateException("the listener gave up");
            }
        });

        assertThatThrownBy(broken::teacher).hasMessage("the listener gave up");

        assertThat(heard.get(heard.size() - 1)).isEqualTo(new Event.RunFailed("the listener gave up"));
        assertThat(run.path()).doesNotExist();
    }

    @Test
    void aRunThatFailsLaterKeepsWhatItHas() {
        RunFolder run = RunFolder.create(folder.resolve("run"), RECIPE);
        Pipeline broken = pipeline(run, event -> {
            if (event instanceof Event.StageStarted started && started.stage() == Stage.QUALITY) {
                throw new IllegalStateException("the listener gave up");
            }
        });

        assertThatThrownBy(broken::teacher).hasMessage("the listener gave up");

        assertThat(run.hasModel("teacher")).isTrue();
        List<Event> kept = kept(run);
        assertThat(kept.get(kept.size() - 1)).isEqualTo(new Event.RunFailed("the listener gave up"));
    }

    @Test
    void whatIsNotTrainedIsNotExported() {
        RunFolder run = RunFolder.create(folder.resolve("run"), RECIPE);
        Pipeline fresh = pipeline(run, heard::add);
        assertThatThrownBy(() -> fresh.export("student", 17))
                .isInstanceOf(UsageException.class)
                .hasMessage(run.path() + ": the student is not trained yet (alambic run --resume " + run.path() + ")");
        assertThat(run.file(RunFile.EVENTS)).doesNotExist();
    }
}
