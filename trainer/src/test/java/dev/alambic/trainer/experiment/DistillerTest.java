package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.alambic.data.DataSource;
import dev.alambic.data.answer.Classifier;
import dev.alambic.data.answer.Prediction;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Standardization;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.TrainingJob;
import dev.alambic.trainer.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DistillerTest {

    private static final TrainingSpec TRAINING =
            TrainingSpec.defaults().withEpochs(25).withBatchSize(8).withOptimizer(OptimizerSpec.adam(0.01));

    private static Splits splits(String name) {
        return Splits.stratified(DataSource.open(name, DataOptions.defaults()), 0.1, 0.2, 1);
    }

    private static double accuracy(TrainedModel model) {
        return Objects.requireNonNull(model.test()).main();
    }

    @ParameterizedTest
    @ValueSource(strings = {"iris", "wine", "breast-cancer"})
    void studentLearnsFromItsTeacher(String name) {
        ExperimentResult result = Distiller.named(name)
                .teacher(NetworkSpec.mlp(32, 16), TRAINING)
                .student(NetworkSpec.mlp(8), TRAINING)
                .distill(DistillSpec.defaults().withTemperature(3))
                .prune(PruneSpec.defaults().withEpochs(8, 20).withSparsity(0.3))
                .run(splits(name));
        assertThat(accuracy(Objects.requireNonNull(result.teacher()))).isGreaterThanOrEqualTo(0.9);
        assertThat(accuracy(result.student())).isGreaterThanOrEqualTo(0.9);
        assertThat(result.student().history()).hasSize(25);
        ModelInfo info = ModelInfo.of(result.student().model());
        assertThat(info.labels()).isEqualTo(splits(name).train().classes());
        assertThat(info.recipe()).isEqualTo(name);
    }

    @Test
    void modelPredictsRawFeatures() {
        ExperimentResult result = Distiller.named("iris")
                .teacher(NetworkSpec.mlp(16), TRAINING)
                .student(NetworkSpec.mlp(8), TRAINING)
                .run(splits("iris"));
        try (Classifier classifier = result.student().classifier()) {
            Prediction prediction = classifier.predict(5.1f, 3.5f, 1.4f, 0.2f);
            assertThat(prediction.label()).isEqualTo("setosa");
            assertThat(prediction.probability()).isBetween(0.5, 1.0);
            double sum = prediction.probabilities().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            assertThat(sum).isCloseTo(1, within(1e-9));
            assertThatThrownBy(() -> classifier.predict(1, 2))
                    .hasMessage("sample: another size than the model's (expected 4, was 2)");
        }
    }

    @Test
    void onnxModelCanTeach() {
        Splits splits = splits("iris");
        ExperimentResult first = Distiller.named("first")
                .teacher(NetworkSpec.mlp(16), TRAINING)
                .student(NetworkSpec.mlp(8), TRAINING)
                .run(splits);
        TrainedModel teacher = Objects.requireNonNull(first.teacher());
        Distiller same = Distiller.named("second").student(NetworkSpec.mlp(8), TRAINING);
        ExperimentResult second = same.teacher(teacher.model()).run(splits);
        assertThat(accuracy(second.student())).isGreaterThanOrEqualTo(0.9);
        assertThat(Objects.requireNonNull(second.teacher()).test()).isEqualTo(teacher.test());
    }

    @Test
    void teacherOfOtherDataIsRefused() {
        OnnxModel wine = Distiller.named("wine")
                .teacher(NetworkSpec.mlp(8), TRAINING.withEpochs(1))
                .student(NetworkSpec.mlp(8), TRAINING.withEpochs(1))
                .run(splits("wine"))
                .student()
                .model();
        Distiller distiller = Distiller.named("x").teacher(wine).student(NetworkSpec.mlp(8), TRAINING);
        assertThatThrownBy(() -> distiller.run(splits("iris")))
                .hasMessage("teacher: takes samples of another size than the data's (expected 4, was 13)");
    }

    @Test
    void blocksWrittenInJavaTeachAndLearn() {
        ExperimentResult result = Distiller.named("own")
                .teacher(ownBlock(32), TRAINING)
                .student(ownBlock(8), TRAINING)
                .run(splits("wine"));
        assertThat(accuracy(result.student())).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void blocksWithWeightsOfTheirOwnKeepThem() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Block teacher = ownBlock(4);
            Block student = ownBlock(4);
            teacher.initialize(manager, DataType.FLOAT32, new Shape(1, 13));
            student.initialize(manager, DataType.FLOAT32, new Shape(1, 13));
            float[] before =
                    student.getParameters().get(0).getValue().getArray().toFloatArray();
            TrainingSpec still = TRAINING.withEpochs(1).withOptimizer(OptimizerSpec.sgd(1e-30));
            ExperimentResult result = Distiller.named("own")
                    .teacher(teacher)
                    .student(student, still)
                    .run(splits("wine"));
            assertThat(student.getParameters().get(0).getValue().getArray().toFloatArray())
                    .isEqualTo(before);
            assertThat(Objects.requireNonNull(result.teacher()).history()).isEmpty();
        }
    }

    /** The weights of the student, exported and in the block, answer alike; the host's settings are as before. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void blocksAndTheProcessAreLeftAlive(boolean graph) {
        Splits splits = splits("wine");
        OnnxModel model = Distiller.named("first")
                .teacher(NetworkSpec.mlp(4), TRAINING.withEpochs(1))
                .student(NetworkSpec.mlp(4), TRAINING.withEpochs(1))
                .run(splits)
                .student()
                .model();
        Block student = graph ? TrainableGraph.of(model) : ownBlock(8);
        int threads = JniUtils.getNumThreads();
        String offline = System.clearProperty("ai.djl.offline");
        try {
            ExperimentResult result = Distiller.named("own")
                    .teacher(ownBlock(8), TRAINING.withEpochs(2))
                    .student(student, TRAINING.withEpochs(2))
                    .options(RunOptions.defaults()
                            .withEngine(EngineOptions.defaults().withThreads(2)))
                    .run(splits);
            assertThat(System.getProperty("ai.djl.offline")).isNull();
            assertThat(JniUtils.getNumThreads()).isEqualTo(threads);
            Dataset test = splits.test();
            float[] sample = new float[13];
            test.copySample(0, sample, 0);
            float[] fed = sample.clone();
            if (!graph) {
                Standardization.of(splits.train()).apply(fed);
            }
            try (NDManager manager = NDManager.newBaseManager("PyTorch");
                    Classifier exported = result.student().classifier()) {
                float[] answered = student.forward(
                                new ParameterStore(manager, false),
                                new NDList(manager.create(fed, new Shape(1, 13))),
                                false)
                        .singletonOrThrow()
                        .toFloatArray();
                assertThat(answered).containsExactly(exported.logits(sample, 1), within(1e-4f));
            }
            student.clear();
        } finally {
            if (offline != null) {
                System.setProperty("ai.djl.offline", offline);
            }
        }
    }

    private static Block ownBlock(int units) {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(units).build())
                .add(inputs -> new NDList(Activation.tanh(inputs.singletonOrThrow())))
                .add(Linear.builder().setUnits(3).build());
    }

    @Test
    void sameSeedGivesTheSameModelAndAnotherDoesNot() {
        Distiller distiller = Distiller.named("iris")
                .teacher(NetworkSpec.mlp(8).withDropout(0.2), TRAINING.withEpochs(3))
                .student(NetworkSpec.mlp(4), TRAINING.withEpochs(3));
        Splits splits = splits("iris");
        OnnxModel model = distiller.run(splits).student().model();
        assertThat(distiller.run(splits).student().model()).isEqualTo(model);
        assertThat(distiller.seed(2).run(splits).student().model()).isNotEqualTo(model);
    }

    @Test
    void pruningThatEndsAfterTheTrainingIsRefusedBeforeAnythingIsTrained() {
        List<String> started = new ArrayList<>();
        Distiller distiller = Distiller.named("x")
                .prune(PruneSpec.defaults())
                .teacher(NetworkSpec.mlp(8), TRAINING.withEpochs(1))
                .student(NetworkSpec.mlp(8), TRAINING.withEpochs(5))
                .options(RunOptions.defaults().withListener(new TrainingListener() {
                    @Override
                    public void started(TrainingJob job, List<EpochRecord> done) {
                        started.add(job.phase());
                    }
                }));
        assertThatThrownBy(() -> distiller.run(splits("iris")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("prune.endEpoch: out of range (expected at most the epochs of training, 5, was 20)");
        assertThat(started).isEmpty();
    }

    @Test
    void missingPartIsNamed() {
        Distiller distiller = Distiller.named("x").student(NetworkSpec.mlp(8), TRAINING);
        assertThatThrownBy(() -> distiller.run(splits("iris")))
                .hasMessage("x: a teacher and a student are needed (expected both, was no teacher)");
    }
}
