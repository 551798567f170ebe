package dev.alambic.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.alambic.data.DataSource;
import dev.alambic.data.augment.Augmentation;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.input.ModelInputs;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Standardization;
import dev.alambic.trainer.TrainingThread;
import dev.alambic.trainer.distill.BlockTeacher;
import dev.alambic.trainer.distill.Teacher;
import dev.alambic.trainer.engine.TrainingEngine;
import dev.alambic.trainer.network.Inference;
import dev.alambic.trainer.network.Networks;
import dev.alambic.trainer.network.Weights;
import dev.alambic.trainer.spec.ClassBalance;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TrainingTest {

    private static final NetworkSpec NETWORK = NetworkSpec.mlp(16, 8).withDropout(0.1);

    @TempDir
    private Path folder;

    private static Splits data(String name) {
        return Splits.stratified(DataSource.open(name, DataOptions.defaults()), 0.15, 0.2, 1);
    }

    private static Block network(NDManager manager, NetworkSpec spec, Splits data, TrainingJob job) {
        TrainingEngine.seed(job.seedOf(0));
        Block block = Networks.build(
                spec,
                data.train().input(),
                Standardization.of(data.train()),
                data.train().classes().size());
        Networks.initialize(block, manager, data.train().input());
        return block;
    }

    private static Training training(NDManager manager, Block block, Splits data, TrainingJob job) {
        return new Training(block, job, data.train(), data.validation(), manager);
    }

    private static TrainingJob job(int epochs) {
        TrainingSpec spec = TrainingSpec.defaults().withEpochs(epochs).withOptimizer(OptimizerSpec.adam(0.01));
        return TrainingJob.of(TrainingJob.STUDENT, spec, 7);
    }

    @Test
    void batchesOfAnySizeAreMadeOrRefused() {
        Splits data = data("iris");
        TrainingThread.run(manager -> {
            Block block = network(manager, NetworkSpec.mlp(4), data, job(1));
            TrainingJob whole = job(1).withSpec(job(1).spec().withBatchSize(Integer.MAX_VALUE));
            assertThat(training(manager, block, data, whole).run(null)).hasSize(1);
        });
    }

    private static Teacher fixedTeacher(NDManager manager, Splits data) {
        Block block = network(manager, NETWORK, data, TrainingJob.of(TrainingJob.TEACHER, job(1).spec(), 3));
        return new BlockTeacher(
                new Inference(block, ModelInputs.of(data.train().input()), manager),
                data.train().classes().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"iris", "wine", "breast-cancer"})
    void networkLearns(String name) {
        Splits data = data(name);
        TrainingThread.run(manager -> {
            TrainingJob job = job(20);
            Block block = network(manager, NETWORK, data, job);
            List<EpochRecord> history = training(manager, block, data, job).run(null);
            assertThat(history).hasSize(20);
            assertThat(history.get(19).loss()).isLessThan(history.get(0).loss() / 2);
            float[] logits = new Inference(block, ModelInputs.of(data.test().input()), manager).logits(data.test());
            assertThat(Evaluation.of(logits, data.test()).score()).isGreaterThan(0.9);
        });
    }

    @Test
    void lossIsTheWeightedSumOfItsParts() {
        Splits data = data("iris");
        TrainingThread.run(manager -> {
            TrainingJob job = job(3).withDistill(DistillSpec.defaults());
            Block block = network(manager, NETWORK, data, job);
            List<EpochRecord> history = training(manager, block, data, job).run(fixedTeacher(manager, data));
            assertThat(history.stream().map(epoch -> epoch.figure("alpha"))).containsExactly(0.7, 0.5, 0.3);
            for (EpochRecord epoch : history) {
                double alpha = Objects.requireNonNull(epoch.figure("alpha"));
                double soft = Objects.requireNonNull(epoch.figure("softLoss"));
                double sum = alpha * soft + (1 - alpha) * Objects.requireNonNull(epoch.figure("hardLoss"));
                // float32 sums of three numbers near 1
                assertThat(epoch.loss()).isCloseTo(sum, within(1e-5));
            }
        });
    }

    @Test
    void masksHoldToTheEndAndEventsAreRecorded() {
        Splits data = data("iris");
        TrainingThread.run(manager -> {
            PruneSpec prune = PruneSpec.defaults().withEpochs(2, 4).withSparsity(0.5);
            TrainingJob job = job(6).withPrune(prune);
            Block block = network(manager, NETWORK, data, job);
            List<EpochRecord> history = training(manager, block, data, job).run(null);
            assertThat(history.stream().map(EpochRecord::pruned))
                    .containsExactly(false, true, true, true, false, false);
            int weights = 4 * 16 + 16 * 8 + 8 * 3;
            long zeros = Weights.of(block).layers().stream()
                    .mapToLong(layer -> layer.weight().eq(0).sum().getLong())
                    .sum();
            assertThat(zeros).isEqualTo(weights / 2);
            assertThat(history.get(5).sparsity()).isEqualTo(0.5);
            assertThat(history.get(5).layerSparsity()).containsOnlyKeys("linear1", "linear2", "linear3");
        });
    }

    @Test
    void accumulatedBatchesMakeTheStepsOfOneLargeBatch() {
        Splits data = data("iris");
        TrainingThread.run(manager -> {
            TrainingSpec large = job(4).spec()
                    .withOptimizer(OptimizerSpec.sgd(0.1))
                    .withBatchSize(32)
                    .withClipNorm(0.5);
            Map<String, float[]> expected = trainedPlain(manager, data, large);
            Map<String, float[]> actual =
                    trainedPlain(manager, data, large.withBatchSize(8).withAccumulate(4));
            // float32 sums in another order, over 16 steps
            expected.forEach(
                    (name, values) -> assertThat(actual.get(name)).as(name).containsExactly(values, within(1e-5f)));
            assertThat(trainedPlain(manager, data, large.withBatchSize(8)))
                    .as("steps of 8 are others")
                    .isNotEqualTo(actual);
        });
    }

    /** Without batch normalization, which standardizes by each batch. */
    private static Map<String, float[]> trainedPlain(NDManager manager, Splits data, TrainingSpec spec) {
        TrainingJob job = job(4).withSpec(spec).withDistill(DistillSpec.defaults());
        NetworkSpec plain = NetworkSpec.Mlp.defaults().withHidden(List.of(16)).withBatchNorm(false);
        Block block = network(manager, plain, data, job);
        training(manager, block, data, job).run(fixedTeacher(manager, data));
        return Weights.of(block).snapshot();
    }

    @Test
    void resumedTrainingEndsWithTheSameBytes() {
        Splits data = data("wine");
        TrainingThread.run(manager -> {
            Map<String, float[]> unbroken = resumed(manager, data, folder.resolve("a"), List.of());
            Map<String, float[]> broken = resumed(manager, data, folder.resolve("b"), List.of(1, 3));
            assertThat(broken.keySet()).isEqualTo(unbroken.keySet());
            unbroken.forEach(
                    (name, values) -> assertThat(broken.get(name)).as(name).isEqualTo(values));
        });
    }

    /** Breaks training off after each of these epochs and goes on with new objects. */
    private static Map<String, float[]> resumed(NDManager manager, Splits data, Path file, List<Integer> breaks) {
        TrainingSpec spec = job(5).spec()
                .withAugmentation(new Augmentation(0, 0, 0, 0, 0, 0, 0.1))
                .withSampling(new ClassBalance.Balanced())
                .withClipNorm(1);
        TrainingJob job = new TrainingJob(
                TrainingJob.STUDENT,
                spec,
                DistillSpec.defaults(),
                PruneSpec.defaults().withEpochs(2, 4),
                7);
        for (int stop : breaks) {
            Block block = network(manager, NETWORK, data, job);
            assertThatThrownBy(() -> training(manager, block, data, job)
                            .checkpoint(file)
                            .listener(stopInside(stop + 1))
                            .run(fixedTeacher(manager, data)))
                    .isInstanceOf(Stop.class);
        }
        Block block = network(manager, NETWORK, data, job);
        List<EpochRecord> history =
                training(manager, block, data, job).checkpoint(file).run(fixedTeacher(manager, data));
        assertThat(history).hasSize(5);
        return Weights.of(block).snapshot();
    }

    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static TrainingListener stopInside(int stopEpoch) {
        return new TrainingListener() {
            @Override
            public void batch(TrainingJob job, int epoch, int batch, int batches, double loss) {
                if (epoch == stopEpoch && batch == 2) {
                    throw new Stop();
                }
            }
        };
    }

    @Test
    void finishedTrainingIsNotRepeated() {
        Splits data = data("iris");
        Path file = folder.resolve("x.checkpoint");
        TrainingThread.run(manager -> {
            Block first = network(manager, NETWORK, data, job(2));
            training(manager, first, data, job(2)).checkpoint(file).run(null);
            List<EpochRecord> told = new ArrayList<>();
            Block second = network(manager, NETWORK, data, job(2));
            training(manager, second, data, job(2))
                    .checkpoint(file)
                    .listener(new TrainingListener() {
                        @Override
                        public void started(TrainingJob job, List<EpochRecord> done) {
                            told.addAll(done);
                        }

                        @Override
                        public void epoch(EpochRecord epochRecord) {
                            throw new AssertionError("trained again");
                        }
                    })
                    .run(null);
            assertThat(told).hasSize(2);
            Weights.of(first)
                    .snapshot()
                    .forEach((name, values) ->
                            assertThat(Weights.of(second).snapshot().get(name)).isEqualTo(values));
        });
    }

    @Test
    void checkpointOfAnotherJobOrDamagedIsRefused() throws IOException {
        Splits data = data("iris");
        Path file = folder.resolve("x.checkpoint");
        TrainingThread.run(manager -> {
            Block block = network(manager, NETWORK, data, job(1));
            training(manager, block, data, job(1)).checkpoint(file).run(null);
            assertThatThrownBy(() -> training(manager, block, data, job(2))
                            .checkpoint(file)
                            .run(null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another training");
        });
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        TrainingThread.run(manager -> {
            Block block = network(manager, NETWORK, data, job(1));
            assertThatThrownBy(() -> training(manager, block, data, job(1))
                            .checkpoint(file)
                            .run(null))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessageContaining("damaged");
        });
    }

    @Test
    void lossThatLeavesTheNumbersIsRefused() {
        Splits data = data("iris");
        TrainingThread.run(manager -> {
            TrainingJob job =
                    TrainingJob.of(TrainingJob.STUDENT, job(9).spec().withOptimizer(OptimizerSpec.sgd(1e30)), 1);
            Block block = network(manager, NetworkSpec.mlp(4).withBatchNorm(false), data, job);
            assertThatThrownBy(() -> training(manager, block, data, job).run(null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("learning rate");
        });
    }

    @Test
    void handlesDoNotGrowWithTheSteps() {
        Splits data = data("breast-cancer");
        TrainingThread.run(manager -> {
            PruneSpec prune = PruneSpec.defaults().withEpochs(1, 20);
            TrainingJob job = new TrainingJob(
                    TrainingJob.STUDENT, job(26).spec().withClipNorm(1), DistillSpec.defaults(), prune, 7);
            Block block = network(manager, NETWORK, data, job);
            List<Integer> handles = new ArrayList<>();
            training(manager, block, data, job)
                    .listener(new TrainingListener() {
                        @Override
                        public void epoch(EpochRecord epochRecord) {
                            handles.add(manager.getManagedArrays().size());
                        }
                    })
                    .run(fixedTeacher(manager, data));
            // 12 steps an epoch, 312 in all
            assertThat(handles.get(25)).isEqualTo(handles.get(0));
        });
    }
}
