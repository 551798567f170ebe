package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.Classifier;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Splits;
import dev.alambic.data.text.WordModel;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.Pooling;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.ExperimentSpec;
import dev.alambic.trainer.spec.HeadSpec;
import dev.alambic.trainer.spec.Layer;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.PruneSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TeacherSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.spec.WeightRate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FineTuningTest {

    private static final TrainingSpec TRAINING =
            TrainingSpec.defaults().withEpochs(10).withBatchSize(16).withOptimizer(OptimizerSpec.adam(0.01));

    @TempDir
    private Path folder;

    private static Splits splits(String name) {
        return Splits.stratified(DataSource.open(name, DataOptions.defaults()), 0.1, 0.2, 1);
    }

    private static TrainedModel train(NetworkSpec network, TrainingSpec training, Splits splits) {
        ExperimentSpec spec = new ExperimentSpec("tune", 1, TeacherSpec.of(network, training), null);
        return Experiment.teacher(spec, splits, RunOptions.defaults());
    }

    private static double accuracy(TrainedModel model) {
        return Objects.requireNonNull(model.test()).main();
    }

    private static double accuracy(OnnxModel model, Splits splits) {
        try (Classifier classifier = Classifier.open(model, SessionOptions.defaults())) {
            return ClassificationMetrics.of(
                            classifier.logits(splits.test()),
                            splits.test().labels(),
                            splits.test().classes().size())
                    .accuracy();
        }
    }

    /** Keeps one weight in five. */
    private static OnnxModel damaged(OnnxModel model) {
        return model.mapGraph(graph ->
                graph.edit(builder -> graph.initializers().forEach((name, tensor) -> {
                    if (tensor.rank() >= 2 && tensor.dataType().isFloating()) {
                        float[] values = tensor.floats();
                        for (int i = 0; i < values.length; i++) {
                            values[i] = i % 5 == 0 ? values[i] : 0;
                        }
                        builder.initializer(name, Tensor.ofFloats(values, tensor.dims()));
                    }
                })));
    }

    private NetworkSpec.Onnx file(OnnxModel model) {
        Path file = folder.resolve("model.onnx");
        model.write(file);
        return NetworkSpec.onnx(file.toString());
    }

    /** The scales of a Resize are read as numbers: what they are computed from has no gradient. */
    @Test
    void weightsThatWouldNotLearnAreNamedBeforeTheTraining() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 4]
                p = MatMul(x, m)
                scales = Exp(lost)
                y = Resize(p, , scales) mode='linear' coordinate_transformation_mode='asymmetric'
                return y: float[batch, 3]
                """, graph -> {
            graph.initializer("m", Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2));
            graph.initializer("lost", Tensor.ofFloats(new float[] {0, 0.5f}, 2));
        });

        assertThatThrownBy(() -> train(file(model), TRAINING, splits("iris")))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("teacher: 1 weight moves the output but has no gradient")
                .hasMessageContaining("was none of lost)")
                .hasMessageNotContaining("\n");

        TrainingSpec frozen = TRAINING.withEpochs(1).withRates(List.of(WeightRate.frozen("lost")));
        assertThat(train(file(model), frozen, splits("iris")).history()).hasSize(1);
    }

    @Test
    void aDamagedTableModelRecovers() {
        Splits splits = splits("breast-cancer");
        OnnxModel whole = train(NetworkSpec.mlp(16, 8), TRAINING, splits).model();
        OnnxModel damaged = damaged(whole);
        assertThat(accuracy(damaged, splits)).isLessThan(accuracy(whole, splits) - 0.1);

        TrainedModel tuned = train(file(damaged), TRAINING.withEpochs(5), splits);

        assertThat(accuracy(tuned)).isGreaterThanOrEqualTo(accuracy(whole, splits) - 0.02);
        assertThat(accuracy(tuned)).isEqualTo(accuracy(tuned.model(), splits));
        assertThat(tuned.model().graph().nodes()).isEqualTo(whole.graph().nodes());
        assertThat(ModelInfo.of(tuned.model()).history()).containsExactly("train", "finetune");
        assertThat(tuned.history()).hasSize(5);
    }

    @Test
    void aDamagedConvolutionalModelWithBatchNormRecovers() {
        Splits splits = splits("digits");
        NetworkSpec network = NetworkSpec.cnn(
                Layer.Conv.defaults().withFilters(8),
                new Layer.MaxPool(2, 0),
                Layer.Conv.defaults().withFilters(16),
                Layer.Flatten.defaults(),
                Layer.Linear.defaults());
        OnnxModel whole = train(network, TRAINING.withEpochs(3), splits).model();
        OnnxModel damaged = damaged(whole);
        assertThat(accuracy(damaged, splits)).isLessThan(accuracy(whole, splits) - 0.1);

        TrainedModel tuned = train(file(damaged), TRAINING.withEpochs(3), splits);

        assertThat(accuracy(tuned)).isGreaterThanOrEqualTo(accuracy(whole, splits) - 0.02);
    }

    @Test
    void aHiddenValueWithANewHeadLearnsOtherClasses() {
        OnnxModel backbone =
                train(NetworkSpec.mlp(16), TRAINING, splits("iris")).model();
        String hidden = backbone.graph().nodes().stream()
                .filter(node -> node.is("Relu"))
                .findFirst()
                .orElseThrow()
                .output();
        NetworkSpec.Onnx network = new NetworkSpec.Onnx(file(backbone).file(), hidden, new HeadSpec(Pooling.AUTO, 0.1));
        TrainingSpec training = TRAINING.withRates(List.of(WeightRate.frozen("(?!classifier).*")));

        TrainedModel tuned = train(network, training.withOptimizer(OptimizerSpec.adam(0.1)), splits("iris"));

        assertThat(accuracy(tuned)).isGreaterThanOrEqualTo(0.8);
        Map<String, Tensor> before = backbone.graph().initializers();
        tuned.model().graph().initializers().forEach((name, tensor) -> {
            if (!name.startsWith("classifier") && !name.contains("running")) {
                assertThat(tensor).as(name).isEqualTo(before.get(name));
            }
        });
    }

    @Test
    void aModelOfTextsIsTunedAndWrittenWithItsTokenizer() {
        Splits reviews = new Splits(WordModel.reviews(16), WordModel.reviews(16), WordModel.reviews(16));

        TrainedModel tuned =
                train(file(WordModel.untrained(16)), TRAINING.withEpochs(30).withBatchSize(4), reviews);

        assertThat(accuracy(tuned)).isEqualTo(1);
        try (Classifier classifier = tuned.classifier()) {
            assertThat(classifier.predict("a fine book").label()).isEqualTo("good");
        }
    }

    @Test
    void anOnnxStudentIsDistilledAndPruned() {
        Splits splits = splits("iris");
        OnnxModel student =
                train(NetworkSpec.mlp(16), TRAINING.withEpochs(1), splits).model();
        ExperimentSpec spec = new ExperimentSpec(
                "tune",
                1,
                TeacherSpec.of(NetworkSpec.mlp(32), TRAINING),
                new StudentSpec(
                        file(student),
                        TRAINING.withEpochs(25),
                        DistillSpec.defaults(),
                        PruneSpec.defaults().withEpochs(2, 6).withSparsity(0.5)));

        TrainedModel pruned =
                Experiment.run(spec, splits, RunOptions.defaults()).student();

        assertThat(accuracy(pruned)).isGreaterThan(0.8);
        assertThat(ModelInfo.of(pruned.model()).history()).containsExactly("train", "distil");
        assertThat(zeros(pruned.model())).isGreaterThan(zeros(student) + 40);
    }

    private static long zeros(OnnxModel model) {
        long zeros = 0;
        for (Tensor tensor : model.graph().initializers().values()) {
            if (tensor.rank() == 2) {
                for (float value : tensor.floats()) {
                    zeros += value == 0 ? 1 : 0;
                }
            }
        }
        return zeros;
    }

    @Test
    void aChangeIsMadeBeforeTrainingAndUndoneAfter() {
        List<String> calls = new ArrayList<>();
        GraphChange change = new GraphChange() {
            @Override
            public OnnxModel before(OnnxModel model) {
                calls.add("before");
                return model;
            }

            @Override
            public OnnxModel after(OnnxModel model) {
                calls.add("after");
                return model.withMetadata("changed", "yes");
            }
        };
        Splits splits = splits("iris");
        OnnxModel model =
                train(NetworkSpec.mlp(8), TRAINING.withEpochs(1), splits).model();
        ExperimentSpec spec = new ExperimentSpec("tune", 1, TeacherSpec.of(file(model), TRAINING.withEpochs(1)), null);

        TrainedModel tuned =
                Experiment.teacher(spec, splits, RunOptions.defaults().withChange(change));

        assertThat(calls).containsExactly("before", "after");
        assertThat(tuned.model().metadata()).containsEntry("changed", "yes");
    }

    @Test
    void aResumedTuningEndsWithTheSameModel() {
        Splits splits = splits("iris");
        NetworkSpec network =
                file(train(NetworkSpec.mlp(8), TRAINING.withEpochs(1), splits).model());
        ExperimentSpec spec = new ExperimentSpec(
                "tune",
                1,
                TeacherSpec.of(network, TRAINING.withEpochs(2).withRates(List.of(WeightRate.frozen(".*bias.*")))),
                null);
        RunOptions options = RunOptions.defaults().withCheckpoints(folder);

        OnnxModel first = Experiment.teacher(spec, splits, options).model();

        assertThat(Experiment.teacher(spec, splits, options).model()).isEqualTo(first);
    }

    @Test
    void ratesThatFitNoWeightOrFreezeAllAreRefused() {
        Splits splits = splits("iris");
        TrainingSpec nothing = TRAINING.withRates(List.of(WeightRate.frozen("embedings.*")));
        assertThatThrownBy(() -> train(NetworkSpec.mlp(8), nothing, splits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("rates: no weight has a name like 'embedings.*' (expected names such as [");
        TrainingSpec all = TRAINING.withRates(List.of(WeightRate.frozen(".*")));
        assertThatThrownBy(() -> train(NetworkSpec.mlp(8), all, splits))
                .hasMessageStartingWith("rates: every weight is frozen");
    }
}
