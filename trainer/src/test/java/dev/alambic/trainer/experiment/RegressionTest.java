package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDList;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import dev.alambic.data.answer.RegressionMetrics;
import dev.alambic.data.answer.Regressor;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.trainer.Friedman;
import dev.alambic.trainer.loss.NumberLoss;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.ExperimentSpec;
import dev.alambic.trainer.spec.HeadSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.training.EpochRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegressionTest {

    private static final TrainingSpec TRAINING =
            TrainingSpec.defaults().withEpochs(20).withOptimizer(OptimizerSpec.adam(1e-2));

    private static final NetworkSpec PLAIN =
            NetworkSpec.Mlp.defaults().withHidden(List.of(32, 16)).withBatchNorm(false);

    @TempDir
    private Path folder;

    private static RegressionMetrics test(TrainedModel model) {
        return (RegressionMetrics) Objects.requireNonNull(model.test());
    }

    private static ExperimentResult alone(Splits splits, TrainingSpec training) {
        return Experiment.run(
                new ExperimentSpec("alone", 1, null, new StudentSpec(PLAIN, training, null, null)),
                splits,
                RunOptions.defaults());
    }

    @Test
    void oneTargetIsAnsweredInItsUnit() {
        Splits splits = Friedman.splits(1000, 1);
        TrainedModel student = alone(splits, TRAINING).student();
        assertThat(test(student).r2()).isGreaterThan(0.9);
        ModelInfo info = ModelInfo.of(student.model());
        assertThat(info.task()).isEqualTo("regression");
        assertThat(info.targets()).containsExactly("y");
        assertThat(info.labels()).isEmpty();
        assertThat(student.model().graph().outputs().get(0).name()).isEqualTo("numbers");
        try (Regressor regressor = student.regressor()) {
            float[] row = new float[10];
            splits.test().copySample(0, row, 0);
            Map<String, Double> said = regressor.predict(row);
            double truth = ((Targets.Numbers) splits.test().targets()).value(0, 0);
            assertThat(said).containsOnlyKeys("y");
            // ten times the mean error
            assertThat(Math.abs(Objects.requireNonNull(said.get("y")) - truth))
                    .isLessThan(10 * test(student).mae());
        }
        EpochRecord last = student.history().get(19);
        assertThat(last.figure("validationR2")).isNotNull();
        assertThat(last.figure("trueLoss")).isNotNull();
        assertThat(last.figures()).doesNotContainKeys("trainAccuracy", "validationAccuracy", "hardLoss");
        assertThat(last.validationScore()).isGreaterThan(0.9);
    }

    @Test
    void targetsOfOtherPlacesAndSizesAreLearntAlike() {
        RegressionMetrics metrics =
                test(alone(Friedman.splits(1000, 2), TRAINING).student());
        assertThat(metrics.perTarget()).extracting("target").containsExactly("y", "price");
        assertThat(metrics.perTarget())
                .allSatisfy(score -> assertThat(score.r2()).isGreaterThan(0.85));
    }

    @Test
    void smoothL1IsAnotherLoss() {
        Splits splits = Friedman.splits(1000, 1);
        ExperimentResult huber = alone(splits, TRAINING.withLoss(NumberLoss.SMOOTH_L1));
        assertThat(test(huber.student()).r2()).isGreaterThan(0.9);
    }

    @Test
    void aPrunedStudentLearnsFromItsTeacher() {
        ExperimentResult result = Distiller.named("friedman")
                .teacher(NetworkSpec.mlp(64, 32), TRAINING)
                .student(NetworkSpec.mlp(16), TRAINING)
                .distill(DistillSpec.defaults())
                .prune(PruneSpec.defaults().withEpochs(4, 8).withSparsity(0.3))
                .run(Friedman.splits(1000, 2));
        EpochRecord first = result.student().history().get(0);
        assertThat(first.parts()).hasSize(2);
        assertThat(first.figure("taughtLoss")).isNotNull();
        assertThat(first.figure("alpha")).isEqualTo(0.7);
        assertThat(test(result.student()).r2()).isGreaterThan(0.75);
        assertThat(result.student().history().get(19).sparsity()).isGreaterThan(0.25);
    }

    @Test
    void aModelOfNumbersTeachesAndOneOfClassesOrOtherTargetsDoesNot() {
        Splits two = Friedman.splits(400, 2);
        OnnxModel teacher = alone(two, TRAINING).student().model();
        ExperimentResult taught = Distiller.named("t")
                .teacher(teacher)
                .student(NetworkSpec.mlp(16), TRAINING.withEpochs(2))
                .distill(DistillSpec.defaults())
                .run(two);
        assertThat(test(taught.teacher() == null ? taught.student() : taught.teacher())
                        .r2())
                .isGreaterThan(0.7);
        assertThatThrownBy(() -> Distiller.named("t")
                        .teacher(teacher)
                        .student(NetworkSpec.mlp(4), TRAINING)
                        .run(Friedman.splits(100, 1)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("teacher: answers with other targets than the data have (expected 1, was 2)");
    }

    @Test
    void aBlockAnswersWithStandardizedNumbers() {
        SequentialBlock block = new SequentialBlock()
                .add(Linear.builder().setUnits(32).build())
                .add(arrays -> new NDList(arrays.singletonOrThrow().tanh()))
                .add(Linear.builder().setUnits(1).build());
        ExperimentResult result = Distiller.named("block")
                .teacher(PLAIN, TRAINING)
                .student(block, TRAINING)
                .run(Friedman.splits(600, 1));
        assertThat(test(result.student()).r2()).isGreaterThan(0.6);
    }

    @Test
    void aModelIsTrainedFurtherAsItIsOrWithANewHead() {
        OnnxModel first = alone(Friedman.splits(600, 1), TRAINING).student().model();
        Path file = folder.resolve("m.onnx");
        first.write(file);
        Splits both = Friedman.splits(600, 2);
        NetworkSpec headed = new NetworkSpec.Onnx(
                file.toString(), hidden(first), new HeadSpec(HeadSpec.defaults().pooling(), 0));
        TrainedModel tuned = tuned(headed, both);
        assertThat(ModelInfo.of(tuned.model()).targets()).containsExactly("y", "price");
        assertThat(test(tuned).perTarget())
                .allSatisfy(score -> assertThat(score.r2()).isGreaterThan(0.5));
        TrainedModel again = tuned(NetworkSpec.onnx(file.toString()), Friedman.splits(600, 1));
        assertThat(test(again).r2()).isGreaterThan(0.8);
        assertThatThrownBy(() -> tuned(NetworkSpec.onnx(file.toString()), both))
                .hasMessageContaining(
                        "the output of the model does not fit the targets of the data (expected [batch, 2]");
    }

    private static TrainedModel tuned(NetworkSpec network, Splits splits) {
        return Experiment.run(
                        new ExperimentSpec("tuned", 1, null, new StudentSpec(network, TRAINING, null, null)),
                        splits,
                        RunOptions.defaults())
                .student();
    }

    /** Returns the last value before the last product. */
    private static String hidden(OnnxModel model) {
        return model.graph().nodes().stream()
                .filter(node -> node.is("Relu"))
                .reduce((one, other) -> other)
                .orElseThrow()
                .outputs()
                .get(0);
    }

    @Test
    void targetsThatDoNotVaryAreRefused() {
        Dataset same = Dataset.table(
                "same",
                new InputMeaning.Table(List.of("x")),
                new float[][] {{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}},
                Targets.numbers(List.of("y"), new float[10][1]));
        Splits splits = new Splits(same, same, same);
        assertThatThrownBy(() -> alone(splits, TRAINING))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage("same: target 'y' is the same in all samples to learn from (expected numbers that differ,"
                        + " was 0.0)");
    }

    @Test
    void aNetworkOfOtherSizeIsRefused() {
        SequentialBlock block =
                new SequentialBlock().add(Linear.builder().setUnits(3).build());
        assertThatThrownBy(() -> Distiller.named("b")
                        .teacher(PLAIN, TRAINING.withEpochs(1))
                        .student(block, TRAINING)
                        .run(Friedman.splits(100, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "network: it does not answer with a number for each target (expected [batch, 2], was (2, 3))");
    }
}
