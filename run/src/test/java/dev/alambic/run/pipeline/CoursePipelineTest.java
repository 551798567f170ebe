package dev.alambic.run.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.report.chart.TrainingCharts;
import dev.alambic.report.run.RunRecords;
import dev.alambic.run.UsageException;
import dev.alambic.run.event.Event;
import dev.alambic.run.event.Listener;
import dev.alambic.run.folder.CourseRecord;
import dev.alambic.run.folder.RunFile;
import dev.alambic.run.folder.RunFolder;
import dev.alambic.run.folder.RunReader;
import dev.alambic.run.recipe.Recipe;
import dev.alambic.run.recipe.RecipeReader;
import dev.alambic.run.recipe.RecipeSource;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.training.EpochRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose students came after other networks: what is written, told and drawn of them. */
class CoursePipelineTest {

    private static final String TINY = """
            name: tiny
            data: {source: iris, validation: 0.2}
            teacher: {network: {type: mlp, hidden: [6]}, training: {epochs: 2}}
            student:
              network: {type: mlp, hidden: [4]}
              training: {epochs: 2}
              distill: {}
            variants: {int8: none, fp16: none, strip: false}
            """;

    @TempDir
    private Path folder;

    private static Recipe recipe(String... assignments) {
        return RecipeReader.read(new RecipeSource("tiny.yaml", TINY, Optional.empty()), List.of(assignments));
    }

    private RunFolder ran(Recipe recipe, Listener listener) {
        RunFolder run = RunFolder.create(folder.resolve("run"), recipe);
        new Pipeline(run, RunData.of(recipe), EngineOptions.defaults().withThreads(1), listener).quality();
        return run;
    }

    private RunFolder ran2(Recipe recipe) {
        RunFolder run = RunFolder.create(folder.resolve("second"), recipe);
        new Pipeline(run, RunData.of(recipe), EngineOptions.defaults().withThreads(1), Listener.NONE).quality();
        return run;
    }

    @Test
    void generationsAreRecordedToldAndDrawn() {
        List<Event> heard = new ArrayList<>();
        RunFolder run = ran(recipe("student.course={type: generations, count: 3}"), heard::add);

        CourseRecord course = run.readJson(RunFile.COURSE, CourseRecord.class).orElseThrow();
        assertThat(course.steps())
                .extracting(CourseRecord.Step::phase)
                .containsExactly("generation-1", "generation-2", "generation-3");
        assertThat(course.sentences().get(0))
                .matches("generation 1, 43 weights, taught by teacher: accuracy validation .* %, test .* %.*");
        assertThat(course.sentences().stream().filter(line -> line.endsWith("; kept as the student")))
                .hasSize(1);
        assertThat(heard)
                .contains(new Event.Step(
                        dev.alambic.run.event.Stage.TRAINING, course.sentences().get(0)));

        RunRecords records = RunReader.read(run);
        assertThat(records.history()).extracting(EpochRecord::phase).contains("student");
        assertThat(Objects.requireNonNull(TrainingCharts.of(records.history()).get("accuracy"))
                        .lines())
                .hasSize(6);
        assertThat(records.steps().get(1).what()).contains("It is one of 3 generations");
        assertThat(records.steps().get(1).facts().notes()).isEqualTo(course.sentences());
    }

    @Test
    void aTeacherThatIsTrainedAtOnceIsWrittenAndTold() {
        RunFolder run = ran(recipe("student.course={type: together, mutual: true}"), Listener.NONE);

        CourseRecord course = run.readJson(RunFile.COURSE, CourseRecord.class).orElseThrow();
        assertThat(course.sentences().get(0)).startsWith("teacher, 63 weights, taught by student: ");
        assertThat(course.sentences().get(1))
                .startsWith("student, 43 weights, taught by teacher: ")
                .endsWith("kept as the student");
        RunRecords records = RunReader.read(run);
        assertThat(records.history())
                .extracting(epoch -> epoch.phase() + epoch.epoch())
                .containsExactlyInAnyOrder("teacher1", "student1", "teacher2", "student2");
        assertThat(records.steps().get(1).what())
                .contains(
                        "The teacher was trained at once with it, and taught it in every step as it was then; it learnt"
                                + " from the student in turn.");
        assertThat(run.hasModel("teacher")).isTrue();
        RunFolder alone = ran2(recipe("student.course=together"));
        assertThat(alone.readJson(RunFile.COURSE, CourseRecord.class)
                        .orElseThrow()
                        .sentences()
                        .get(0))
                .startsWith("teacher, 63 weights: accuracy ");
    }

    @Test
    void ofTwoStudentsTheOtherStandsWhereTheTeacherDoes() {
        RunFolder run = ran(recipe("teacher={}", "student.course={type: together, peer: {}}"), Listener.NONE);

        CourseRecord course = run.readJson(RunFile.COURSE, CourseRecord.class).orElseThrow();
        assertThat(course.steps()).extracting(CourseRecord.Step::phase).containsExactly("peer", "student");
        RunRecords records = RunReader.read(run);
        assertThat(records.steps().get(0).what())
                .isEqualTo("The other of two students that learnt from each other, which was not kept.");
        assertThat(records.history()).extracting(EpochRecord::phase).contains("student");
        assertThatThrownBy(() -> recipe("student.course={type: together, peer: {}}"))
                .hasMessageContaining("two students learn from each other (expected no teacher, or no peer, was both)");
        assertThatThrownBy(() -> recipe("student.course=together", "teacher={file: big.onnx}"))
                .hasMessageContaining(
                        "together trains the teacher at once with the student (expected a teacher to train,"
                                + " was one that is there)");
    }

    @Test
    void anAssistantStandsBetween() {
        RunFolder run = ran(
                recipe("student.course={type: stages, assistants: [{network: {type: mlp, hidden: [5]}}]}"),
                Listener.NONE);
        CourseRecord course = run.readJson(RunFile.COURSE, CourseRecord.class).orElseThrow();
        assertThat(course.kept()).isEqualTo("student");
        assertThat(course.sentences().get(1)).startsWith("student, 43 weights, taught by assistant 1: ");
        assertThat(RunReader.read(run).steps().get(1).what())
                .contains("by the last of 1 in between: a perceptron with hidden layers of 5");
    }

    @Test
    void stepsOverSeveralBatchesAreSaid() {
        List<Event> heard = new ArrayList<>();
        RunFolder run = ran(recipe("student.training.accumulate=4", "student.training.batchSize=8"), heard::add);
        assertThat(heard).contains(new Event.TrainingNoted("student", "each step over 4 batches of 8, 32 samples"));
        assertThat(RunReader.read(run).steps().get(1).what())
                .startsWith("Trained for 2 epochs, each step over 4 batches of 8, 32 samples: a perceptron");
    }

    @Test
    void aCourseThatCannotBeIsRefusedAtItsKey() {
        assertThatThrownBy(() -> recipe("student.course={type: generations, count: 0}"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("key 'student.course.count'");
        assertThatThrownBy(() -> recipe("student.course=generations", "student.distill=null"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("key 'student.course'")
                .hasMessageContaining("expected student.distill");
        assertThatThrownBy(() -> recipe("student.course=generation"))
                .hasMessageContaining("unknown type 'generation'")
                .hasMessageContaining("generations");
    }
}
