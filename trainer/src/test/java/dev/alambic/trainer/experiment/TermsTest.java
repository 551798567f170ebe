package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.trainer.loss.AttentionDistance;
import dev.alambic.trainer.loss.Divergence;
import dev.alambic.trainer.loss.FeatureDistance;
import dev.alambic.trainer.loss.NumberLoss;
import dev.alambic.trainer.loss.Projection;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.TermSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.spec.WeightSchedule;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Students that learn by the terms of a recipe: the whole way, on real data. */
final class TermsTest {

    private static final TrainingSpec TRAINING =
            TrainingSpec.defaults().withEpochs(12).withBatchSize(16).withOptimizer(OptimizerSpec.adam(0.01));
    private static final WeightSchedule ONE = WeightSchedule.constant(1);
    private static final Map<String, String> HIDDEN = Map.of("teacher.hidden.0", "student.hidden.0");

    private static OnnxModel teacher;

    @TempDir
    private Path folder;

    private static Splits iris() {
        return Splits.stratified(DataSource.open("iris", DataOptions.defaults()), 0.1, 0.2, 1);
    }

    @BeforeAll
    static void trainATeacher() {
        ExperimentResult result = Distiller.named("teacher")
                .teacher(NetworkSpec.mlp(24, 16), TRAINING.withEpochs(20))
                .student(NetworkSpec.mlp(4), TRAINING.withEpochs(1))
                .run(iris());
        teacher = Objects.requireNonNull(result.teacher()).model();
    }

    private static DistillSpec terms(TermSpec... terms) {
        return DistillSpec.defaults().withTerms(List.of(terms));
    }

    private static Distiller underBlock(DistillSpec distill) {
        return Distiller.named("terms")
                .teacher(NetworkSpec.mlp(24, 16), TRAINING)
                .student(NetworkSpec.mlp(12, 8), TRAINING)
                .distill(distill);
    }

    private static double accuracy(TrainedModel model) {
        return Objects.requireNonNull(model.test()).main();
    }

    static Stream<TermSpec> everyTermOfClasses() {
        return Stream.of(
                new TermSpec.Soft(Divergence.REVERSE_KL, 2, false, ONE),
                new TermSpec.Soft(Divergence.KL, 2, true, ONE),
                new TermSpec.Logits(NumberLoss.MSE, false, ONE),
                new TermSpec.Hard(TermSpec.Hard.Form.FOCAL, 2, ONE),
                TermSpec.Decoupled.defaults(),
                TermSpec.Dist.defaults(),
                new TermSpec.Features(FeatureDistance.MSE, HIDDEN, Projection.AUTO, ONE),
                TermSpec.Features.defaults(),
                new TermSpec.Relational(Map.of(), 0.2, 0.4, ONE),
                new TermSpec.Similarity(HIDDEN, ONE),
                TermSpec.Contrast.defaults());
    }

    @ParameterizedTest
    @MethodSource("everyTermOfClasses")
    void aStudentLearnsByATermBesideTheLabels(TermSpec term) {
        ExperimentResult result = underBlock(terms(
                        term, new TermSpec.Hard(TermSpec.Hard.Form.CROSS_ENTROPY, 2, WeightSchedule.linear(0.5, 1))))
                .run(iris());

        assertThat(accuracy(result.student())).isGreaterThanOrEqualTo(0.8);
        EpochRecord first = result.student().history().get(0);
        EpochRecord last = result.student().history().get(11);
        assertThat(first.parts()).hasSize(2);
        assertThat(last.loss()).isLessThan(first.loss());
    }

    @Test
    void valuesInsideAnOnnxTeacherAreLearntFrom() {
        String hidden = teacher.graph().nodes().stream()
                .filter(node -> node.is("Relu"))
                .findFirst()
                .map(Node::output)
                .orElseThrow();
        ExperimentResult result = Distiller.named("features")
                .teacher(teacher)
                .student(NetworkSpec.mlp(8), TRAINING.withEpochs(40))
                .distill(terms(
                        new TermSpec.Features(
                                FeatureDistance.MSE,
                                Map.of("teacher." + hidden, "student.hidden.0"),
                                Projection.LINEAR,
                                ONE),
                        TermSpec.Soft.defaults()))
                .run(iris());

        List<EpochRecord> history = result.student().history();
        assertThat(accuracy(result.student())).isGreaterThanOrEqualTo(0.8);
        assertThat(history.get(39).figure("featuresLoss"))
                .as("the learned map and the student came near the teacher")
                .isLessThan(Objects.requireNonNull(history.get(0).figure("featuresLoss")) / 2);
    }

    @Test
    void aStudentThatIsAnOnnxGraphIsLookedIntoByItsValues() {
        String hidden = teacher.graph().nodes().stream()
                .filter(node -> node.is("Relu"))
                .findFirst()
                .map(Node::output)
                .orElseThrow();
        ExperimentResult result = Distiller.named("graph")
                .teacher(teacher)
                .student(teacher, TRAINING.withEpochs(2))
                .distill(terms(new TermSpec.Features(
                        FeatureDistance.MSE, Map.of("teacher." + hidden, "student." + hidden), Projection.NONE, ONE)))
                .run(iris());

        assertThat(result.student().history().get(0).figure("featuresLoss"))
                .as("it is its own teacher at first")
                .isLessThan(0.2);
        assertThat(result.student().model().graph().outputs()).hasSize(1);
    }

    @Test
    void aTrainingThatIsResumedEndsWithTheSameWeights() {
        DistillSpec distill = terms(TermSpec.Features.defaults(), TermSpec.Soft.defaults());
        OnnxModel whole = underBlock(distill).run(iris()).student().model();
        RunOptions kept = RunOptions.defaults().withCheckpoints(folder);
        class Killed extends RuntimeException {}
        assertThatThrownBy(() -> underBlock(distill)
                        .options(kept.withListener(new TrainingListener() {
                            @Override
                            public void epoch(EpochRecord epoch) {
                                if (epoch.phase().equals("student") && epoch.epoch() == 3) {
                                    throw new Killed();
                                }
                            }
                        }))
                        .run(iris()))
                .isInstanceOf(Killed.class);

        OnnxModel resumed =
                underBlock(distill).options(kept).run(iris()).student().model();

        assertThat(resumed.graph().initializers()).isEqualTo(whole.graph().initializers());
    }

    @Test
    void anUnknownValueIsRefusedWithTheNearest() {
        Map<String, String> map = Map.of("teacher.hidden.0", "student.hiden.0");
        assertThatThrownBy(
                        () -> underBlock(terms(new TermSpec.Features(FeatureDistance.MSE, map, Projection.AUTO, ONE)))
                                .run(iris()))
                .hasMessage("value 'hiden.0': the network has no such layer, did you mean 'hidden.0'?");
        Map<String, String> black = Map.of("teacher.nowhere", "student.hidden.0");
        assertThatThrownBy(() -> Distiller.named("x")
                        .teacher(teacher)
                        .student(NetworkSpec.mlp(8), TRAINING)
                        .distill(terms(new TermSpec.Features(FeatureDistance.MSE, black, Projection.AUTO, ONE)))
                        .run(iris()))
                .hasMessageContaining("value 'nowhere': the teacher has no such value");
    }

    @Test
    void attentionThatIsNotThereCannotBePaired() {
        assertThatThrownBy(() -> underBlock(terms(new TermSpec.Attention(AttentionDistance.KL, Map.of(), ONE)))
                        .run(iris()))
                .hasMessageContaining("no values in common that could be paired (expected attention in both");
    }

    @Test
    void aTermOfNumbersIsRefusedForClasses() {
        assertThatThrownBy(() -> underBlock(terms(TermSpec.Taught.defaults())).run(iris()))
                .hasMessage("terms: 'taught' is for numbers, and these data have classes");
    }
}
