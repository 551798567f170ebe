package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Splits;
import dev.alambic.trainer.Friedman;
import dev.alambic.trainer.loss.FeatureDistance;
import dev.alambic.trainer.loss.Projection;
import dev.alambic.trainer.spec.AssistantSpec;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.Course.Generations.Keep;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.LayerPace;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.TermSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.spec.WeightSchedule;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Students that come to their teacher's knowledge by more than one step. */
final class CourseTest {

    private static final TrainingSpec TRAINING =
            TrainingSpec.defaults().withEpochs(6).withBatchSize(16).withOptimizer(OptimizerSpec.adam(0.01));

    @TempDir
    private Path folder;

    private final List<EpochRecord> heard = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private static Splits iris() {
        return Splits.stratified(DataSource.open("iris", DataOptions.defaults()), 0.2, 0.2, 1);
    }

    private static Distiller taught(Course course) {
        return Distiller.named("course")
                .teacher(NetworkSpec.mlp(24, 16), TRAINING)
                .student(NetworkSpec.mlp(8), TRAINING)
                .distill(DistillSpec.defaults())
                .course(course);
    }

    private RunOptions listening() {
        return RunOptions.defaults().withListener(new TrainingListener() {
            @Override
            public void noted(String phase, String text) {
                notes.add(phase + ": " + text);
            }

            @Override
            public void epoch(EpochRecord epoch) {
                heard.add(epoch);
            }
        });
    }

    private List<String> phases() {
        return heard.stream().map(EpochRecord::phase).distinct().toList();
    }

    @Test
    void eachGenerationLearnsFromTheOneBefore() {
        ExperimentResult result = taught(new Course.Generations(3, Keep.BEST))
                .options(listening())
                .run(iris());

        assertThat(phases()).containsExactly("teacher", "generation-1", "generation-2", "generation-3");
        assertThat(result.course())
                .extracting(CourseStep::by)
                .containsExactly("teacher", "generation-1", "generation-2");
        assertThat(result.course()).extracting(CourseStep::weights).containsOnly(83L); // 4*8+8, norm 2*8, 8*3+3
        CourseStep kept =
                result.course().stream().filter(CourseStep::kept).findFirst().orElseThrow();
        assertThat(kept.validation())
                .isEqualTo(result.course().stream()
                        .max(Comparator.comparing(CourseStep::validation))
                        .map(CourseStep::validation)
                        .orElseThrow());
        assertThat(kept.test()).isEqualTo(result.student().test());
        assertThat(result.student().history()).extracting(EpochRecord::phase).containsOnly(kept.phase());
    }

    @Test
    void theLastGenerationIsKeptIfAskedFor() {
        ExperimentResult result = taught(new Course.Generations(2, Keep.LAST)).run(iris());
        assertThat(result.course()).extracting(CourseStep::kept).containsExactly(false, true);
    }

    @Test
    void aCourseThatWasStoppedEndsAsAnUnbrokenOne() {
        Distiller course = taught(new Course.Generations(2, Keep.LAST));
        ExperimentResult unbroken = course.run(iris());
        RunOptions stopping = RunOptions.defaults().withCheckpoints(folder).withListener(new TrainingListener() {
            @Override
            public void epoch(EpochRecord epoch) {
                if (epoch.phase().equals("generation-2") && epoch.epoch() == 3) {
                    throw new IllegalStateException("stopped");
                }
            }
        });
        assertThatThrownBy(() -> course.options(stopping).run(iris())).hasMessage("stopped");

        ExperimentResult goneOn =
                course.options(listening().withCheckpoints(folder)).run(iris());

        assertThat(heard).extracting(EpochRecord::epoch).containsExactly(4, 5, 6);
        assertThat(goneOn.student().model()).isEqualTo(unbroken.student().model());
        assertThat(goneOn.course()).isEqualTo(unbroken.course());
    }

    @Test
    void anAssistantLearnsFromTheTeacherAndTeachesTheStudent() {
        AssistantSpec assistant = new AssistantSpec(NetworkSpec.mlp(12), TRAINING.withEpochs(2), null);
        ExperimentResult result = taught(new Course.Stages(List.of(assistant)))
                .options(listening())
                .run(iris());

        assertThat(phases()).containsExactly("teacher", "assistant-1", "student");
        assertThat(result.course()).extracting(CourseStep::by).containsExactly("teacher", "assistant-1");
        assertThat(result.student().history()).hasSize(6);
        assertThat(result.student().history().get(0).figure("softLoss")).isNotNull();
        assertThat(notes).isEmpty();
    }

    @Test
    void anAssistantLargerThanItsTeacherIsNoted() {
        AssistantSpec assistant = new AssistantSpec(NetworkSpec.mlp(80, 40), TRAINING.withEpochs(1), null);
        ExperimentResult result = taught(new Course.Stages(List.of(assistant)))
                .options(listening())
                .run(iris());
        assertThat(notes).hasSize(1);
        assertThat(notes.get(0)).startsWith("assistant-1: it has ").contains("of teacher that it learns from");
        assertThat(result.course().get(0).notes()).hasSize(1);
    }

    private static TermSpec features(Map<String, String> map) {
        return new TermSpec.Features(FeatureDistance.MSE, map, Projection.LINEAR, WeightSchedule.constant(2));
    }

    private static Map<String, String> both() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("teacher.hidden.0", "student.hidden.0");
        map.put("teacher.hidden.1", "student.hidden.1");
        return map;
    }

    private Distiller layerByLayer(Course.LayerByLayer course, Map<String, String> map) {
        return taught(course)
                .student(NetworkSpec.mlp(10, 8), TRAINING)
                .distill(DistillSpec.defaults().withTerms(List.of(TermSpec.Soft.defaults(), features(map))))
                .options(listening());
    }

    private List<Double> weights(String term) {
        return heard.stream()
                .filter(epoch -> epoch.phase().equals("student"))
                .map(epoch -> Objects.requireNonNull(epoch.figure(term + "Weight")))
                .toList();
    }

    @Test
    void layersAreLearntOneAfterAnotherAndThenTheAnswers() {
        Course.LayerByLayer course = new Course.LayerByLayer(new LayerPace.Exponential(1, 2), false);
        ExperimentResult result = layerByLayer(course, both()).run(iris());

        assertThat(weights("features")).containsExactly(2.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        assertThat(weights("features2")).containsExactly(0.0, 2.0, 2.0, 0.0, 0.0, 0.0);
        assertThat(weights("soft")).containsExactly(0.0, 0.0, 0.0, 1.0, 1.0, 1.0);
        List<EpochRecord> student = result.student().history();
        assertThat(student.stream().map(epoch -> epoch.figure("layer")))
                .containsExactly(1.0, 2.0, 2.0, null, null, null);
        assertThat(student.get(2).figure("features2Loss"))
                .isLessThan(Objects.requireNonNull(student.get(1).figure("features2Loss")));
    }

    @Test
    void stackedLayersGoOnCountingUntilTheAnswersCome() {
        Course.LayerByLayer course = new Course.LayerByLayer(new LayerPace.Custom(List.of(1, 3)), true);
        layerByLayer(course, both()).run(iris());
        assertThat(weights("features")).containsExactly(2.0, 2.0, 2.0, 2.0, 0.0, 0.0);
        assertThat(weights("features2")).containsExactly(0.0, 2.0, 2.0, 2.0, 0.0, 0.0);
        assertThat(weights("soft")).containsExactly(0.0, 0.0, 0.0, 0.0, 1.0, 1.0);
    }

    @Test
    void aCourseByLayersThatWasStoppedEndsAsAnUnbrokenOne() {
        Distiller course = layerByLayer(Course.LayerByLayer.defaults(), Map.of("teacher.hidden.0", "student.hidden.1"));
        ExperimentResult unbroken = course.run(iris());
        RunOptions stopping = RunOptions.defaults().withCheckpoints(folder).withListener(new TrainingListener() {
            @Override
            public void epoch(EpochRecord epoch) {
                if (epoch.phase().equals("student") && epoch.epoch() == 1) {
                    throw new IllegalStateException("stopped");
                }
            }
        });
        assertThatThrownBy(() -> course.options(stopping).run(iris())).hasMessage("stopped");
        RunOptions goingOn = RunOptions.defaults().withCheckpoints(folder);
        assertThat(course.options(goingOn).run(iris()).student().model())
                .isEqualTo(unbroken.student().model());
    }

    @Test
    void layersThatLeaveNoEpochForTheAnswersAreRefusedBeforeAnythingIsTrained() {
        Course.LayerByLayer long3 = new Course.LayerByLayer(new LayerPace.Linear(3), true);
        assertThatThrownBy(() -> layerByLayer(long3, both()).run(iris()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("course: the 2 layer maps take 6 epochs, and the answers come after them (expected"
                        + " training.epochs above that, was 6)");
        Course.LayerByLayer custom = new Course.LayerByLayer(new LayerPace.Custom(List.of(1, 1, 1)), true);
        assertThatThrownBy(() -> layerByLayer(custom, both()).run(iris()))
                .hasMessageContaining("expected 2 numbers, was [1, 1, 1]");
        Distiller noAnswers = layerByLayer(Course.LayerByLayer.defaults(), Map.of())
                .distill(DistillSpec.defaults().withTerms(List.of(features(Map.of()))));
        assertThatThrownBy(() -> noAnswers.run(iris())).hasMessageContaining("one without, was none without");
        assertThat(heard).isEmpty();
    }

    @Test
    void aValueThatALaterTeacherLacksIsRefusedBeforeAnythingIsTrained() {
        TermSpec term = new TermSpec.Features(
                FeatureDistance.MSE,
                Map.of("teacher.hidden.1", "student.hidden.0"),
                Projection.AUTO,
                WeightSchedule.constant(1));
        Distiller distiller = taught(new Course.Generations(2, Keep.BEST))
                .distill(DistillSpec.defaults().withTerms(List.of(term)))
                .options(listening());
        assertThatThrownBy(() -> distiller.run(iris()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value 'hidden.1': the network has no such layer");
        assertThat(heard).isEmpty();
    }

    @Test
    void aValueThatTheTeacherLacksIsRefusedBeforeItIsTrained() {
        TermSpec term = new TermSpec.Features(
                FeatureDistance.MSE,
                Map.of("teacher.hidden.7", "student.hidden.0"),
                Projection.AUTO,
                WeightSchedule.constant(1));
        Distiller distiller = taught(new Course.Once())
                .distill(DistillSpec.defaults().withTerms(List.of(term)))
                .options(listening());
        assertThatThrownBy(() -> distiller.run(iris())).hasMessageContaining("value 'hidden.7'");
        assertThat(heard).isEmpty();
    }

    @Test
    void aBlockIsThereOnceAndHasNoGenerations() {
        Distiller distiller = taught(Course.Generations.defaults())
                .student(new SequentialBlock().add(Linear.builder().setUnits(3).build()), TRAINING);
        assertThatThrownBy(() -> distiller.run(iris()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("each generation starts anew");
    }

    @Test
    void numbersAreTaughtInGenerationsToo() {
        Splits splits = Friedman.splits(400, 1);
        ExperimentResult result = taught(new Course.Generations(2, Keep.BEST)).run(splits);
        assertThat(Objects.requireNonNull(result.student().test()).main()).isGreaterThan(0.5);
    }
}
