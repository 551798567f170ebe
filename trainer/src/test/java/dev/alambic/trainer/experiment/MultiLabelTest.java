package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.answer.Labeller;
import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.Ensemble;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.ExperimentSpec;
import dev.alambic.trainer.spec.MemberSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.StudentSpec;
import dev.alambic.trainer.spec.TermSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.training.EpochRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points of a square, of which those on the right, above, and near the middle carry a label each. */
final class MultiLabelTest {

    private static final List<String> LABELS = List.of("right", "above", "near");
    private static final TrainingSpec TRAINING =
            TrainingSpec.defaults().withEpochs(15).withOptimizer(OptimizerSpec.adam(1e-2));
    private static final Splits SPLITS = splits(LABELS);

    private static Splits splits(List<String> names) {
        Random random = new Random(1);
        float[][] rows = new float[900][2];
        byte[] flags = new byte[3 * rows.length];
        for (int i = 0; i < rows.length; i++) {
            float x = 2 * random.nextFloat() - 1;
            float y = 2 * random.nextFloat() - 1;
            rows[i][0] = x;
            rows[i][1] = y;
            boolean[] carried = {x > 0, y > 0, x * x + y * y < 0.4};
            for (int label = 0; label < 3; label++) {
                flags[3 * i + label] = (byte) (carried[LABELS.indexOf(names.get(label))] ? 1 : 0);
            }
        }
        Dataset data =
                Dataset.table("square", new InputMeaning.Table(List.of("x", "y")), rows, Targets.labels(names, flags));
        return Splits.stratified(new LoadedData(data, null), 0.1, 0.2, 1);
    }

    private static TrainedModel trained(Splits splits) {
        return Objects.requireNonNull(Distiller.named("square")
                .teacher(NetworkSpec.mlp(32, 16), TRAINING)
                .student(NetworkSpec.mlp(8), TRAINING.withEpochs(1))
                .run(splits)
                .teacher());
    }

    private static MultiLabelMetrics test(TrainedModel model) {
        return (MultiLabelMetrics) Objects.requireNonNull(model.test());
    }

    @Test
    void everyLabelIsLearntForItself() {
        ExperimentResult result = Distiller.named("square")
                .teacher(NetworkSpec.mlp(32, 16), TRAINING)
                .student(NetworkSpec.mlp(16), TRAINING)
                .distill(DistillSpec.defaults())
                .run(SPLITS);
        TrainedModel student = result.student();
        assertThat(test(student).macroAuc()).isGreaterThan(0.95);
        ModelInfo info = ModelInfo.of(student.model());
        assertThat(info.task()).isEqualTo("multiLabel");
        assertThat(info.labels()).isEqualTo(LABELS);
        assertThat(info.threshold()).isEqualTo(0.5);
        EpochRecord last = student.history().get(14);
        assertThat(last.figures()).containsKeys("trainMacroAuc", "validationMacroAuc", "softLoss", "hardLoss");
        assertThat(last.validationScore()).isGreaterThan(0.95);
        assertThat(last.trainScore()).isBetween(0.9, 1.0);
        try (Labeller labeller = student.labeller()) {
            assertThat(labeller.predict(0.8f, -0.8f).labels()).containsExactly("right");
            assertThat(labeller.predict(-0.8f, -0.8f).labels()).isEmpty();
            assertThat(labeller.predict(0.2f, 0.2f).labels()).contains("right", "above");
            assertThat(near(labeller, 0.2f)).isGreaterThan(near(labeller, 0.9f));
        }
    }

    private static double near(Labeller labeller, float at) {
        return Objects.requireNonNull(labeller.predict(at, at).probabilities().get("near"));
    }

    /** A teacher of the same labels in another order, whose answers are sigmoids: it is asked by their names. */
    @Test
    void aTeacherIsAskedByTheNamesOfItsLabels() {
        OnnxModel logits = trained(splits(List.of("near", "right", "above"))).model();
        OnnxModel teacher = logits.mapGraph(graph -> graph.edit(out -> {
            String output = graph.outputs().get(0).name();
            out.node(Node.of("Sigmoid", List.of(output), "probabilities"));
            out.outputs(List.of(graph.outputs().get(0).withName("probabilities")));
        }));
        ExperimentResult result = Distiller.named("square")
                .teacher(teacher)
                .student(NetworkSpec.mlp(16), TRAINING)
                .distill(DistillSpec.defaults()
                        .withTerms(List.of(
                                TermSpec.Soft.defaults(), TermSpec.Logits.defaults()))) // nothing but the teacher
                .run(SPLITS);
        assertThat(test(Objects.requireNonNull(result.teacher())).macroAuc()).isGreaterThan(0.95);
        assertThat(test(result.student()).macroAuc()).isGreaterThan(0.95);
    }

    /** Two teachers of the same labels, in orders of their own. */
    @Test
    void severalTeachersAreAskedTogether(@TempDir Path folder) {
        ExperimentResult result = Experiment.run(
                several(
                        file(folder, "a", trained(SPLITS).model()),
                        file(
                                folder,
                                "b",
                                trained(splits(List.of("near", "right", "above")))
                                        .model())),
                SPLITS,
                RunOptions.defaults());
        assertThat(test(Objects.requireNonNull(result.teacher())).macroAuc()).isGreaterThan(0.95);
        assertThat(test(result.student()).macroAuc()).isGreaterThan(0.95);
    }

    @Test
    void oneOfSeveralTeachersThatDoesAnotherTaskIsRefused(@TempDir Path folder) {
        OnnxModel good = trained(SPLITS).model();
        OnnxModel classes = ModelInfo.of(good).withTask("classification").applyTo(good);
        ExperimentSpec spec = several(file(folder, "a", good), file(folder, "b", classes));
        assertThatThrownBy(() -> Experiment.run(spec, SPLITS, RunOptions.defaults()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("(expected multiLabel, was classification)");
    }

    private static String file(Path folder, String name, OnnxModel model) {
        Path file = folder.resolve(name + ".onnx");
        model.write(file);
        return file.toString();
    }

    private static ExperimentSpec several(String a, String b) {
        StudentSpec student = new StudentSpec(NetworkSpec.mlp(16), TRAINING, DistillSpec.defaults(), null);
        Map<String, MemberSpec> members = Map.of("a", new MemberSpec(a, 1), "b", new MemberSpec(b, 1));
        return new ExperimentSpec("square", 1, null, members, Ensemble.Vote.PROBABILITIES, student);
    }

    @Test
    void aTeacherOfOtherLabelsOrOfAnotherTaskIsRefused() {
        OnnxModel good = trained(SPLITS).model();
        OnnxModel others =
                ModelInfo.of(good).withLabels(List.of("right", "above", "far")).applyTo(good);
        OnnxModel classes = ModelInfo.of(good).withTask("classification").applyTo(good);
        assertThatThrownBy(() -> under(others, DistillSpec.defaults()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("other labels than the data have (expected [right, above, near]");
        assertThatThrownBy(() -> under(classes, DistillSpec.defaults()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("another task")
                .hasMessageContaining("(expected multiLabel, was classification)");
        assertThatThrownBy(() -> under(good, DistillSpec.defaults().withTerms(List.of(TermSpec.Decoupled.defaults()))))
                .hasMessageContaining("terms: 'decoupled' is for one class a sample");
    }

    private static void under(OnnxModel teacher, DistillSpec distill) {
        Distiller.named("square")
                .teacher(teacher)
                .student(NetworkSpec.mlp(8), TRAINING.withEpochs(1))
                .distill(distill)
                .run(SPLITS);
    }

    /** What a sigmoid has rounded away is still a finite logit. */
    @Test
    void probabilitiesAreTakenByTheirLogits() {
        OnnxModel logits = trained(SPLITS).model();
        OnnxModel probabilities = logits.mapGraph(graph -> graph.edit(out -> {
            String output = graph.outputs().get(0).name();
            out.node(Node.of("Sigmoid", List.of(output), "probabilities"));
            out.outputs(List.of(graph.outputs().get(0).withName("probabilities")));
        }));
        try (Labeller plain = Labeller.open(logits, SessionOptions.defaults());
                Labeller squashed = Labeller.open(probabilities, SessionOptions.defaults())) {
            float[] expected = plain.logits(new float[] {0.1f, 0.2f}, 1);
            float[] actual = squashed.logits(new float[] {0.1f, 0.2f}, 1);
            for (int i = 0; i < expected.length; i++) {
                // half an ulp of p near 1, 6e-8, divided by 1 - p, which is above 1e-4 here
                assertThat(actual[i]).isCloseTo(expected[i], within(1e-2f));
            }
            for (float logit : squashed.logits(new float[] {1e6f, -1e6f}, 1)) {
                assertThat(logit).isFinite();
            }
        }
    }
}
