package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.trainer.loss.FeatureDistance;
import dev.alambic.trainer.loss.Projection;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.LayerChoice;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.PeerSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.TermSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.spec.WeightSchedule;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that are trained at once. */
final class TogetherTest {

    private static final TrainingSpec TRAINING =
            TrainingSpec.defaults().withEpochs(5).withBatchSize(16).withOptimizer(OptimizerSpec.adam(0.01));

    private static final Course ONE_WAY = new Course.Together(false, null);
    private static final Course MUTUAL = new Course.Together(true, null);
    private static final Course PEERS = new Course.Together(true, PeerSpec.defaults());

    @TempDir
    private Path folder;

    private final List<EpochRecord> heard = new ArrayList<>();

    private static Splits iris() {
        return Splits.stratified(DataSource.open("iris", DataOptions.defaults()), 0.2, 0.2, 1);
    }

    private static Distiller students(Course course) {
        return Distiller.named("together")
                .student(NetworkSpec.mlp(8), TRAINING)
                .distill(DistillSpec.defaults())
                .course(course);
    }

    private static Distiller taught(Course course) {
        return students(course).teacher(NetworkSpec.mlp(24, 16).withDropout(0.1), TRAINING.withEpochs(40));
    }

    private TrainingListener listener(String phase, int stop) {
        return new TrainingListener() {
            @Override
            public void epoch(EpochRecord epoch) {
                heard.add(epoch);
                if (epoch.phase().equals(phase) && epoch.epoch() == stop) {
                    throw new IllegalStateException("stopped");
                }
            }
        };
    }

    private RunOptions listening() {
        return RunOptions.defaults().withListener(listener("", 0));
    }

    private static OnnxModel teacher(ExperimentResult result) {
        return Objects.requireNonNull(result.teacher()).model();
    }

    @Test
    void epochByEpochTheTeacherIsTrainedBesideTheStudent() {
        ExperimentResult result = taught(ONE_WAY).options(listening()).run(iris());

        assertThat(heard)
                .extracting(epoch -> epoch.phase() + epoch.epoch() + "/" + epoch.epochs())
                .startsWith("teacher1/5", "student1/5", "teacher2/5", "student2/5")
                .hasSize(10);
        assertThat(heard.get(0).figure("softLoss")).isNull();
        assertThat(heard.get(1).figure("softLoss")).isPositive();
        assertThat(result.course())
                .extracting(step -> step.phase() + " by " + step.by() + " " + step.kept())
                .containsExactly("teacher by  false", "student by teacher true");
        assertThat(Objects.requireNonNull(result.student().test()).main()).isGreaterThan(0.6);
        assertThat(Objects.requireNonNull(result.teacher()).history()).hasSize(5);
    }

    @Test
    void eachLearnsFromTheOtherIfAskedTo() {
        taught(MUTUAL).options(listening()).run(iris());

        assertThat(heard)
                .allSatisfy(epoch -> assertThat(epoch.figure("softLoss")).isPositive());
    }

    /** What the teacher becomes depends on the student only where both learn from each other. */
    @Test
    void aTeacherThatTeachesAloneIsNotChangedByItsStudent() {
        Distiller other = taught(ONE_WAY).student(NetworkSpec.mlp(3), TRAINING);

        assertThat(teacher(other.run(iris())).graph().initializers())
                .isEqualTo(teacher(taught(ONE_WAY).run(iris())).graph().initializers());
        assertThat(teacher(other.course(MUTUAL).run(iris())).graph().initializers())
                .isNotEqualTo(teacher(taught(MUTUAL).run(iris())).graph().initializers());
    }

    @Test
    void ofTwoStudentsTheBetterOneIsKept() {
        ExperimentResult result = students(PEERS).options(listening()).run(iris());

        assertThat(heard).extracting(EpochRecord::phase).startsWith("peer", "student", "peer", "student");
        assertThat(result.course()).extracting(CourseStep::by).containsExactly("student", "peer");
        CourseStep peer = result.course().get(0);
        CourseStep student = result.course().get(1);
        assertThat(peer.weights()).isEqualTo(student.weights());
        CourseStep kept = peer.kept() ? peer : student;
        assertThat(kept.validation()).isEqualTo(Math.max(peer.validation(), student.validation()));
        assertThat(result.student().test()).isEqualTo(kept.test());
        assertThat(result.student().history()).extracting(EpochRecord::phase).containsOnly(kept.phase());
        assertThat(peer.kept()).isNotEqualTo(student.kept());
    }

    @Test
    void thePeerMayBeAnotherNetworkWithTrainingAndTermsOfItsOwn() {
        PeerSpec peer = new PeerSpec(
                NetworkSpec.mlp(5),
                TRAINING.withEpochs(9).withOptimizer(OptimizerSpec.sgd(0.05)),
                DistillSpec.defaults().withTemperature(2));

        ExperimentResult result = students(new Course.Together(false, peer)).run(iris());

        assertThat(result.course().get(0).weights()).isEqualTo(53); // 4*5+5, norm 2*5, 5*3+3
        assertThat(Objects.requireNonNull(result.teacher()).history()).hasSize(5);
    }

    @Test
    void aTrainingOfBothThatWasStoppedEndsAsAnUnbrokenOne() {
        for (String phase : List.of("teacher", "student")) {
            Distiller both = taught(MUTUAL)
                    .student(NetworkSpec.mlp(8), TRAINING.withAccumulate(2))
                    .prune(PruneSpec.defaults()
                            .withStartEpoch(1)
                            .withEndEpoch(4)
                            .withSparsity(0.5));
            ExperimentResult unbroken = both.run(iris());
            RunOptions stopping =
                    RunOptions.defaults().withCheckpoints(folder.resolve(phase)).withListener(listener(phase, 3));
            assertThatThrownBy(() -> both.options(stopping).run(iris())).hasMessage("stopped");

            ExperimentResult goneOn =
                    both.options(stopping.withListener(TrainingListener.NONE)).run(iris());

            assertThat(goneOn.student().model().graph().initializers())
                    .isEqualTo(unbroken.student().model().graph().initializers());
            assertThat(teacher(goneOn).graph().initializers())
                    .isEqualTo(teacher(unbroken).graph().initializers());
            assertThat(goneOn.student().history()).hasSize(5);
        }
    }

    @Test
    void valuesInsideTheTeacherAreLearntAsTheyAreInTheStep() {
        DistillSpec inside = DistillSpec.defaults()
                .withTerms(List.of(
                        new TermSpec.Features(
                                FeatureDistance.MSE,
                                Map.of("teacher.hidden.0", "student.hidden.0"),
                                Projection.LINEAR,
                                WeightSchedule.constant(0.5)),
                        TermSpec.Hard.defaults()));

        taught(ONE_WAY).distill(inside).options(listening()).run(iris());

        assertThat(heard.get(1).figure("featuresLoss")).isPositive();
        assertThatThrownBy(() -> taught(MUTUAL).distill(inside).run(iris()))
                .hasMessage("mutual: each learns from the answers of the other (expected terms of answers alone, or"
                        + " mutual: false, was one of the value 'hidden.0' inside)");
    }

    @Test
    void whatMakesNoSenseThenIsRefused() {
        assertThatThrownBy(() -> taught(ONE_WAY)
                        .distill(DistillSpec.defaults().withCopies(2))
                        .run(iris()))
                .hasMessage("copies: a teacher that is trained at once is asked in each step (expected 0, was 2)");
        assertThatThrownBy(() -> taught(ONE_WAY)
                        .distill(DistillSpec.defaults().withAnswers("teacher.answers"))
                        .run(iris()))
                .hasMessageStartingWith("answers: they are those of a model that is there");
        OnnxModel model = teacher(taught(ONE_WAY).run(iris()));
        assertThatThrownBy(() -> students(ONE_WAY).teacher(model).run(iris()))
                .hasMessage("course: together trains the teacher at once with the student (expected a teacher to train,"
                        + " or a peer, was one that is there)");
        assertThatThrownBy(() -> taught(PEERS).run(iris()))
                .hasMessage("course: two students learn from each other (expected no teacher, or no peer, was both)");
        NetworkSpec made = NetworkSpec.Teacher.defaults().withLayers(new LayerChoice.EverySecond());
        assertThatThrownBy(() -> taught(ONE_WAY).student(made, TRAINING).run(iris()))
                .hasMessageStartingWith("network: it is made of a teacher that was trained before");
    }
}
