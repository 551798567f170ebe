package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.augment.Augmentation;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.trainer.engine.EngineOptions;
import dev.alambic.trainer.engine.EngineOptions.Accelerator;
import dev.alambic.trainer.spec.ActivationFunction;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.ExperimentSpec;
import dev.alambic.trainer.spec.Layer;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.training.EpochRecord;
import dev.alambic.trainer.training.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExperimentTest {

    private static final TrainingSpec TRAINING =
            TrainingSpec.defaults().withEpochs(2).withOptimizer(OptimizerSpec.adam(0.01));

    @TempDir
    private Path folder;

    private static Splits splits(String name) {
        return Splits.stratified(DataSource.open(name, DataOptions.defaults()), 0.1, 0.2, 1);
    }

    private static ExperimentSpec spec(TeacherSpec teacher) {
        StudentSpec student = new StudentSpec(NetworkSpec.mlp(8), TRAINING, DistillSpec.defaults(), null);
        return new ExperimentSpec("test", 3, teacher, student);
    }

    @Test
    void studentAloneLearnsFromTheLabels() {
        ExperimentSpec spec = new ExperimentSpec(
                "alone",
                1,
                null,
                new StudentSpec(NetworkSpec.mlp(8), TRAINING.withEpochs(25).withBatchSize(8), null, null));
        ExperimentResult result = Experiment.run(spec, splits("iris"), RunOptions.defaults());
        assertThat(result.teacher()).isNull();
        assertThat(result.student().history().get(0).figure("softLoss")).isNull();
        assertThat(Objects.requireNonNull(result.student().test()).main()).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void listenerHearsBothPhasesAndAResumedRunTrainsNothing() {
        ExperimentSpec spec = spec(TeacherSpec.of(NetworkSpec.mlp(8), TRAINING));
        List<EpochRecord> heard = new ArrayList<>();
        RunOptions options = RunOptions.defaults().withCheckpoints(folder).withListener(new TrainingListener() {
            @Override
            public void epoch(EpochRecord epochRecord) {
                heard.add(epochRecord);
            }
        });
        TrainedModel teacher = Experiment.teacher(spec, splits("iris"), options);
        ExperimentResult first = Experiment.run(spec, splits("iris"), options);
        assertThat(first.teacher()).isEqualTo(teacher);
        assertThat(heard.stream().map(EpochRecord::phase)).containsExactly("teacher", "teacher", "student", "student");
        ExperimentResult second = Experiment.run(spec, splits("iris"), options);
        assertThat(heard).hasSize(4);
        assertThat(second.student().model()).isEqualTo(first.student().model());
    }

    @Test
    void convolutionalNetworksTrainOnAugmentedImages() {
        Layer.Conv conv = Layer.Conv.defaults().withFilters(8);
        NetworkSpec network = NetworkSpec.cnn(
                conv,
                new Layer.MaxPool(2, 0),
                new Layer.Residual(List.of(conv, conv.withActivation(ActivationFunction.NONE))),
                Layer.GlobalAveragePool.defaults(),
                Layer.Linear.defaults());
        TrainingSpec training = TRAINING.withAugmentation(new Augmentation(5, 0, 0.05, 0.5, 0, 0, 0));
        StudentSpec student = new StudentSpec(
                network,
                training.withEpochs(4),
                DistillSpec.defaults().withCopies(2).withJitter(new Augmentation(2, 0, 0, 0.2, 0, 0, 0)),
                null);
        ExperimentSpec spec = new ExperimentSpec("digits", 1, TeacherSpec.of(network, training.withEpochs(4)), student);
        ExperimentResult result = Experiment.run(spec, splits("digits"), RunOptions.defaults());
        assertThat(Objects.requireNonNull(result.student().test()).main()).isGreaterThan(0.7);
    }

    @Test
    void missingTeacherFileIsNamed() {
        Path file = folder.resolve("none.onnx");
        TeacherSpec teacher = new TeacherSpec(file.toString(), NetworkSpec.mlp(8), TRAINING);
        assertThatThrownBy(() -> Experiment.run(spec(teacher), splits("iris"), RunOptions.defaults()))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void absentCudaIsNamed() {
        RunOptions options =
                RunOptions.defaults().withEngine(EngineOptions.defaults().withAccelerator(Accelerator.CUDA));
        assertThatThrownBy(() ->
                        Experiment.run(spec(TeacherSpec.of(NetworkSpec.mlp(8), TRAINING)), splits("iris"), options))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("device cuda: PyTorch sees no CUDA device");
    }
}
