package dev.alambic.trainer.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.answer.MultiTaskMetrics;
import dev.alambic.data.answer.MultiTasker;
import dev.alambic.data.answer.NumberPrediction;
import dev.alambic.data.answer.Prediction;
import dev.alambic.data.answer.TaskAnswer;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.LoadedData;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.loss.NumberLoss;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.TaskBalance;
import dev.alambic.trainer.spec.TermSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.training.EpochRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Points of a square: the side they lie on, their distance from the middle in millimetres, and two labels. */
final class MultiTaskTest {

    private static final TrainingSpec TRAINING =
            TrainingSpec.defaults().withEpochs(20).withOptimizer(OptimizerSpec.adam(1e-2));
    private static final Splits SPLITS = splits();

    private static Splits splits() {
        Random random = new Random(1);
        float[][] rows = new float[900][2];
        int[] sides = new int[rows.length];
        float[] distances = new float[rows.length];
        byte[] flags = new byte[2 * rows.length];
        for (int i = 0; i < rows.length; i++) {
            float x = 2 * random.nextFloat() - 1;
            float y = 2 * random.nextFloat() - 1;
            rows[i] = new float[] {x, y};
            sides[i] = x > 0 ? 1 : 0;
            distances[i] = 1000 * (float) Math.sqrt(x * x + y * y);
            flags[2 * i] = (byte) (y > 0 ? 1 : 0);
            flags[2 * i + 1] = (byte) (x + y > 0 ? 1 : 0);
        }
        Map<String, Targets.Part> parts = new LinkedHashMap<>();
        parts.put("side", part(Targets.classes(List.of("left", "right"), sides)));
        parts.put("distance", part(Targets.numbers(List.of("mm"), distances)));
        parts.put("place", part(Targets.labels(List.of("above", "upper"), flags)));
        Dataset data = Dataset.table("square", new InputMeaning.Table(List.of("x", "y")), rows, Targets.several(parts));
        return Splits.stratified(new LoadedData(data, null), 0.1, 0.2, 1);
    }

    private static Targets.Part part(Targets targets) {
        return new Targets.Part(targets, null, Map.of());
    }

    private static MultiTaskMetrics test(TrainedModel model) {
        return (MultiTaskMetrics) Objects.requireNonNull(model.test());
    }

    private static double figure(MultiTaskMetrics metrics, String key) {
        return Objects.requireNonNull(metrics.allByKey().get(key));
    }

    private static ExperimentResult taught(TrainingSpec student, DistillSpec distill) {
        return Distiller.named("square")
                .teacher(NetworkSpec.mlp(32, 16), TRAINING)
                .student(NetworkSpec.mlp(16), student)
                .distill(distill)
                .run(SPLITS);
    }

    @Test
    void everyTaskIsLearntAsIfItWereAlone() {
        TrainedModel student = taught(TRAINING, DistillSpec.defaults()).student();
        MultiTaskMetrics metrics = test(student);
        assertThat(figure(metrics, "side.accuracy")).isGreaterThan(0.95);
        assertThat(figure(metrics, "distance.r2")).isGreaterThan(0.8);
        assertThat(figure(metrics, "place.macroAuc")).isGreaterThan(0.95);
        assertThat(metrics.main())
                .isCloseTo(
                        (figure(metrics, "side.accuracy")
                                        + figure(metrics, "distance.r2")
                                        + figure(metrics, "place.macroAuc"))
                                / 3,
                        within(1e-9));
        EpochRecord last = student.history().get(19);
        assertThat(last.figures())
                .containsKeys(
                        "side.softLoss",
                        "side.hardLoss",
                        "distance.taughtLoss",
                        "distance.trueLoss",
                        "place.softLoss",
                        "trainMeanScore",
                        "validationMeanScore",
                        "side.validationAccuracy",
                        "distance.validationR2",
                        "place.validationMacroAuc");
        assertThat(last.validationScore()).isGreaterThan(0.9);
    }

    @Test
    void theModelHasAnOutputForEachTaskAndSaysWhatItIs() {
        OnnxModel model = taught(TRAINING, DistillSpec.defaults()).student().model();
        assertThat(model.graph().outputs()).extracting(ValueInfo::name).containsExactly("side", "distance", "place");
        assertThat(ModelInfo.of(model).task()).isEqualTo("multiTask");
        assertThat(Objects.requireNonNull(ModelInfo.of(model).tasks().get("place"))
                        .task())
                .isEqualTo("multiLabel");
        try (MultiTasker tasker = MultiTasker.open(model, SessionOptions.defaults())) {
            Map<String, TaskAnswer> said = tasker.predict(0.6f, 0.8f);
            assertThat(said.get("side"))
                    .isInstanceOfSatisfying(
                            Prediction.class, side -> assertThat(side.label()).isEqualTo("right"));
            assertThat(said.get("distance"))
                    .isInstanceOfSatisfying(
                            NumberPrediction.class,
                            distance -> assertThat(distance.numbers().get("mm")).isBetween(800.0, 1200.0));
        }
    }

    @Test
    void uncertaintyLearnsWhatEachTaskCounts() {
        TrainedModel student = taught(TRAINING.withTaskWeights(new TaskBalance.Uncertainty()), DistillSpec.defaults())
                .student();
        assertThat(test(student).main()).isGreaterThan(0.85);
        EpochRecord first = student.history().get(0);
        EpochRecord last = student.history().get(19);
        assertThat(Objects.requireNonNull(last.figure("side.weight")))
                .as("a task that is learnt well comes to count more")
                .isGreaterThan(Objects.requireNonNull(first.figure("side.weight")));
    }

    @Test
    void aTaskThatCountsNothingIsNotLearnt() {
        TrainedModel student = taught(
                        TRAINING.withTaskWeights(new TaskBalance.ByTask(Map.of("distance", 0.0))),
                        DistillSpec.defaults())
                .student();
        assertThat(figure(test(student), "distance.r2")).isLessThan(0.5);
        assertThat(figure(test(student), "side.accuracy")).isGreaterThan(0.9);
        assertThatThrownBy(() -> taught(
                        TRAINING.withTaskWeights(new TaskBalance.ByTask(Map.of("distanse", 0.0))),
                        DistillSpec.defaults()))
                .hasMessage("the data have no task 'distanse', did you mean 'distance'?");
    }

    @Test
    void termsAreThoseOfTheTasksThatTheySuit() {
        DistillSpec terms = DistillSpec.defaults()
                .withTerms(
                        List.of(TermSpec.Soft.defaults(), TermSpec.Taught.defaults(), TermSpec.Similarity.defaults()));
        TrainedModel student = taught(TRAINING, terms).student();
        assertThat(student.history().get(19).figures())
                .containsKeys("side.softLoss", "place.softLoss", "distance.taughtLoss", "similarityLoss")
                .doesNotContainKeys("side.taughtLoss", "distance.softLoss");
        assertThat(test(student).main()).isGreaterThan(0.8);
        assertThatThrownBy(() -> taught(TRAINING, DistillSpec.defaults().withTerms(List.of(TermSpec.Soft.defaults()))))
                .hasMessage("terms: none is for task 'distance' (expected taught or truth, was none)");
    }

    /** The teacher's file is the student's network, too: its outputs are one row while it learns. */
    @Test
    void aModelOfSeveralTasksIsTeacherAndIsTrainedFurther() {
        OnnxModel teacher = Objects.requireNonNull(
                        taught(TRAINING, DistillSpec.defaults()).teacher())
                .model();
        ExperimentResult result = Distiller.named("square")
                .teacher(teacher)
                .student(NetworkSpec.Teacher.defaults(), TRAINING.withEpochs(1).withLoss(NumberLoss.MSE))
                .distill(DistillSpec.defaults())
                .run(SPLITS);
        assertThat(test(result.student()).main()).isGreaterThan(0.9);
        assertThat(result.student().model().graph().outputs())
                .extracting(ValueInfo::name)
                .containsExactly("side", "distance", "place");
    }

    @Test
    void aTeacherOfOneTaskIsRefused() {
        Dataset one = SPLITS.train()
                .withTargets(
                        Objects.requireNonNull(((Targets.Several) SPLITS.train().targets())
                                        .parts()
                                        .get("side"))
                                .targets());
        OnnxModel teacher = Objects.requireNonNull(Distiller.named("side")
                        .teacher(NetworkSpec.mlp(4), TRAINING.withEpochs(1))
                        .student(NetworkSpec.mlp(4), TRAINING.withEpochs(1))
                        .run(Splits.stratified(new LoadedData(one, null), 0.1, 0.2, 1))
                        .teacher())
                .model();
        assertThatThrownBy(() -> Distiller.named("square")
                        .teacher(teacher)
                        .student(NetworkSpec.mlp(4), TRAINING)
                        .distill(DistillSpec.defaults())
                        .run(SPLITS))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("teacher: does another task than the student is to learn (expected multiTask, was"
                        + " classification)");
    }
}
