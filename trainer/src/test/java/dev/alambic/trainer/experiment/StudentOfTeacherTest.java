package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.KeptLayers;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.trainer.spec.AssistantSpec;
import dev.alambic.trainer.spec.Course;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.LayerChoice;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Students whose first weights are their teacher's. */
final class StudentOfTeacherTest {

    private static final TrainingSpec TRAINING =
            TrainingSpec.defaults().withEpochs(3).withBatchSize(16).withOptimizer(OptimizerSpec.adam(0.01));

    /** So small that no weight moves by more than the rounding of its float. */
    private static final TrainingSpec STILL =
            TRAINING.withEpochs(1).withOptimizer(OptimizerSpec.sgd(1e-12).withMomentum(0));

    /** 4 -> 16, three times 16 -> 16 and its activation, 16 -> 3. */
    private static final NetworkSpec REPEATING = NetworkSpec.mlp(16, 16, 16, 16).withBatchNorm(false);

    private static Splits iris() {
        return Splits.stratified(DataSource.open("iris", DataOptions.defaults()), 0.2, 0.2, 1);
    }

    private static Distiller taught(NetworkSpec teacher, NetworkSpec student, TrainingSpec training) {
        return Distiller.named("offspring")
                .teacher(teacher, TRAINING)
                .student(student, training)
                .distill(DistillSpec.defaults());
    }

    private static NetworkSpec layers(Integer... kept) {
        return NetworkSpec.Teacher.defaults().withLayers(new LayerChoice.These(List.of(kept)));
    }

    private static Map<String, Tensor> weights(OnnxModel model) {
        return model.graph().initializers();
    }

    @Test
    void itHasTheLayersThatAreKeptWithTheWeightsOfATeacherThatWasTrainedInTheSameRun() {
        ExperimentResult result = taught(REPEATING, layers(0, 2), STILL).run(iris());

        OnnxModel teacher = Objects.requireNonNull(result.teacher()).model();
        OnnxModel student = result.student().model();
        assertThat(KeptLayers.of(teacher)).hasSize(3);
        assertThat(KeptLayers.of(student)).hasSize(2);
        assertThat(weights(student)).hasSizeLessThan(weights(teacher).size());
        weights(student).forEach((name, tensor) -> {
            if (tensor.dataType().isFloating()) {
                assertThat(tensor.floats())
                        .as(name)
                        .containsExactly(
                                Objects.requireNonNull(weights(teacher).get(name))
                                        .floats(),
                                within(1e-6f));
            }
        });
    }

    @Test
    void itLearnsFurtherAndAnswersLikeAnyOther() {
        ExperimentResult result = taught(
                        REPEATING,
                        NetworkSpec.Teacher.defaults().withLayers(new LayerChoice.EverySecond()),
                        TRAINING.withEpochs(8))
                .run(iris());

        assertThat(Objects.requireNonNull(result.student().test()).main()).isGreaterThan(0.8);
    }

    @Test
    void theTeacherMayBeAModel() {
        OnnxModel teacher = Objects.requireNonNull(
                        taught(REPEATING, NetworkSpec.mlp(4), STILL).run(iris()).teacher())
                .model();

        ExperimentResult result = Distiller.named("offspring")
                .teacher(teacher)
                .student(layers(1), STILL)
                .distill(DistillSpec.defaults())
                .run(iris());

        assertThat(weights(KeptLayers.keep(teacher, List.of(1))).keySet())
                .containsAll(weights(result.student().model()).keySet());
    }

    @Test
    void anAssistantMayStartFromTheTeacherToo() {
        ExperimentResult result = taught(REPEATING, NetworkSpec.mlp(4), TRAINING)
                .course(new Course.Stages(List.of(new AssistantSpec(layers(0), null, null))))
                .run(iris());

        assertThat(result.course()).extracting(CourseStep::phase).containsExactly("assistant-1", "student");
        // 4*16+16, 16*16+16, 16*3+3, and the standardization of the graph, which is trained like all of it
        assertThat(result.course().get(0).weights()).isBetween(403L, 411L);
    }

    @Test
    void whatTheTeacherDoesNotHaveIsRefusedBeforeAnythingIsTrained() {
        assertRefused(layers(0, 3), "layers: there is no layer 3 (expected 0 to 2, from ");
        assertRefused(
                NetworkSpec.mlp(24, 16),
                layers(0),
                "layers: the model has none that are repeated (expected at least two in a row that are alike and give"
                        + " the extents that they take)");
        assertRefused(
                NetworkSpec.Teacher.defaults().withChannels(0.5),
                "channels: nothing here cuts channels (expected RunOptions.withThinning, which the run of a recipe"
                        + " has)");
        assertThatThrownBy(() -> NetworkSpec.Teacher.defaults().withChannels(1.0))
                .hasMessage("channels: out of range (expected above 0 and below 1, was 1.0)");
    }

    private static void assertRefused(NetworkSpec student, String message) {
        assertRefused(REPEATING, student, message);
    }

    private static void assertRefused(NetworkSpec teacher, NetworkSpec student, String message) {
        List<EpochRecord> heard = new ArrayList<>();
        RunOptions options = RunOptions.defaults().withListener(new TrainingListener() {
            @Override
            public void epoch(EpochRecord epoch) {
                heard.add(epoch);
            }
        });
        assertThatThrownBy(() ->
                        taught(teacher, student, TRAINING).options(options).run(iris()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
        assertThat(heard).isEmpty();
    }

    @Test
    void aTeacherIsNotMadeOfItself() {
        assertThatThrownBy(() -> Distiller.named("self")
                        .teacher(layers(0), TRAINING)
                        .student(layers(0), TRAINING)
                        .run(iris()))
                .hasMessage(
                        "network: out of range (expected a network that is not made of the teacher, was type teacher)");
    }
}
