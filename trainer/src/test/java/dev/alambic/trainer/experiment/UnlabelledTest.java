package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.RowStore;
import dev.alambic.data.set.Splits;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.trainer.loss.Divergence;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.TermSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.spec.WeightSchedule;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Students that learn from samples whose classes nobody knows, by the teacher's answers. */
final class UnlabelledTest {

    private static final TrainingSpec TRAINING =
            TrainingSpec.defaults().withEpochs(30).withBatchSize(16).withOptimizer(OptimizerSpec.adam(0.01));

    private static Splits wine;
    private static OnnxModel teacher;

    @BeforeAll
    static void trainATeacher() {
        wine = Splits.stratified(DataSource.open("wine", DataOptions.defaults()), 0.15, 0.3, 1);
        teacher = Objects.requireNonNull(Distiller.named("teacher")
                        .teacher(NetworkSpec.mlp(24, 16), TRAINING)
                        .student(NetworkSpec.mlp(4), TRAINING.withEpochs(1))
                        .run(wine)
                        .teacher())
                .model();
    }

    /** Two samples of each class, and the rest without labels. */
    private static Splits mostlyUnlabelled(int labelled) {
        Dataset train = wine.train();
        int[] first = IntStream.range(0, train.size())
                .filter(i -> IntStream.range(0, i)
                                .filter(before -> train.label(before) == train.label(i))
                                .count()
                        < labelled)
                .toArray();
        RowStore.Writer rest = new RowStore.Writer(train.sampleSize());
        float[] row = new float[train.sampleSize()];
        for (int i = 0; i < train.size(); i++) {
            train.copySample(i, row, 0);
            rest.add(row);
        }
        return new Splits(train.subset(first).withUnlabelled(rest.finish()), wine.validation(), wine.test());
    }

    private static Distiller student(DistillSpec distill) {
        return Distiller.named("student")
                .teacher(teacher)
                .student(NetworkSpec.mlp(8), TRAINING)
                .distill(distill);
    }

    @Test
    void samplesWithoutLabelsAreLearntFromTheTeacher() {
        Splits splits = mostlyUnlabelled(2);
        ExperimentResult result = student(DistillSpec.defaults()).run(splits);

        assertThat(splits.train().labelled().size()).isEqualTo(6);
        assertThat(Objects.requireNonNull(result.student().test()).main()).isGreaterThanOrEqualTo(0.9);
        assertThat(result.student().history().get(29).trainAccuracy())
                .as("of the six labelled ones alone")
                .isIn(5 / 6.0, 1.0);
    }

    private static double accuracyOf(TrainedModel model) {
        return Objects.requireNonNull(model.test()).main();
    }

    @Test
    void aTeacherThatIsTrainedLearnsFromTheLabelledOnes() {
        ExperimentResult result = Distiller.named("both")
                .teacher(NetworkSpec.mlp(16), TRAINING)
                .student(NetworkSpec.mlp(8), TRAINING)
                .run(mostlyUnlabelled(5));
        assertThat(accuracyOf(Objects.requireNonNull(result.teacher()))).isGreaterThanOrEqualTo(0.75);
        assertThat(Objects.requireNonNull(result.student().test()).main()).isGreaterThanOrEqualTo(0.75);
    }

    @Test
    void withoutAnyLabelTheTeachersAnswersAreEnough() {
        Dataset train = mostlyUnlabelled(0).train();
        Splits splits = new Splits(train, wine.validation(), wine.test());
        ExperimentResult result = student(DistillSpec.defaults()
                        .withTerms(List.of(new TermSpec.Soft(Divergence.KL, 2, false, WeightSchedule.constant(1)))))
                .run(splits);
        assertThat(train.labelled().size()).isZero();
        assertThat(Objects.requireNonNull(result.student().test()).main()).isGreaterThanOrEqualTo(0.9);

        DistillSpec hard =
                DistillSpec.defaults().withTerms(List.of(TermSpec.Soft.defaults(), TermSpec.Hard.defaults()));
        assertThatThrownBy(() -> student(hard).run(splits))
                .hasMessage(
                        "terms: 'hard' compares with labels, and the samples have none (leave it out, or give some)");
    }
}
