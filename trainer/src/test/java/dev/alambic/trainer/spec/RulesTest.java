package dev.alambic.trainer.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.alambic.onnx.edit.Pooling;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No value of a recipe can exist wrong; the refusal begins with its component. */
final class RulesTest {

    private static Arguments refused(String component, ThrowingCallable value) {
        return arguments(component, value);
    }

    private static Stream<Arguments> wrong() {
        TrainingSpec training = TrainingSpec.defaults();
        return Stream.of(
                refused("epochs", () -> training.withEpochs(0)),
                refused("batchSize", () -> training.withBatchSize(0)),
                refused("accumulate", () -> training.withAccumulate(0)),
                refused("warmupEpochs", () -> training.withWarmupEpochs(25)),
                refused("warmupEpochs", () -> training.withWarmupEpochs(Double.NaN)),
                refused("clipNorm", () -> training.withClipNorm(-1)),
                refused("clipNorm", () -> training.withClipNorm(Double.POSITIVE_INFINITY)),
                refused("earlyStopping", () -> training.withEarlyStopping(-1)),
                refused("labelSmoothing", () -> training.withLabelSmoothing(1)),
                refused("labelSmoothing", () -> training.withLabelSmoothing(Double.NaN)),
                refused("learningRate", () -> OptimizerSpec.sgd(0)),
                refused("learningRate", () -> OptimizerSpec.adamW(Double.POSITIVE_INFINITY)),
                refused("momentum", () -> new OptimizerSpec.Sgd(0.1, 1, 0)),
                refused("weightDecay", () -> new OptimizerSpec.Sgd(0.1, 0.9, Double.NaN)),
                refused("weightDecay", () -> OptimizerSpec.adamW(0.1).withWeightDecay(-1e-9)),
                refused("beta1", () -> new OptimizerSpec.Adam(0.1, 1, 0.9, 1e-8)),
                refused("beta2", () -> new OptimizerSpec.Adam(0.1, 0.9, -0.1, 1e-8)),
                refused("epsilon", () -> new OptimizerSpec.Adam(0.1, 0.9, 0.9, 0)),
                refused("end", () -> new LearningRateSchedule.Linear(1.5)),
                refused("end", () -> new LearningRateSchedule.Cosine(Double.NaN)),
                refused("every", () -> new LearningRateSchedule.Step(0, 0.5)),
                refused("factor", () -> new LearningRateSchedule.Step(1, 0)),
                refused("rise", () -> new LearningRateSchedule.OneCycle(1, 0, 0)),
                refused("start", () -> new LearningRateSchedule.OneCycle(0.5, 2, 0)),
                refused("value", () -> WeightSchedule.constant(-0.1)),
                refused("from", () -> WeightSchedule.linear(-0.1, 0)),
                refused("to", () -> WeightSchedule.cosine(0, Double.NaN)),
                refused("temperature", () -> DistillSpec.defaults().withTemperature(Double.NaN)),
                refused("epochs", () -> new LayerPace.Linear(0)),
                refused("epochs", () -> new LayerPace.Custom(List.of())),
                refused("first", () -> new LayerPace.Exponential(0, 2)),
                refused("factor", () -> new LayerPace.Exponential(1, 0)),
                refused(
                        "course",
                        () -> StudentSpec.defaults()
                                .withDistill(DistillSpec.defaults())
                                .withCourse(Course.LayerByLayer.defaults())),
                refused("count", () -> new Course.Generations(0, Course.Generations.Keep.BEST)),
                refused("assistants", () -> new Course.Stages(List.of())),
                refused("course", () -> StudentSpec.defaults().withCourse(Course.Generations.defaults())),
                refused("copies", () -> DistillSpec.defaults().withCopies(-1)),
                refused("startEpoch", () -> PruneSpec.defaults().withEpochs(0, 3)),
                refused("sparsity", () -> PruneSpec.defaults().withSparsity(1)),
                refused("sparsity", () -> PruneSpec.defaults().withSparsity(Double.NaN)),
                refused(
                        "prune.endEpoch",
                        () -> StudentSpec.defaults()
                                .withPrune(PruneSpec.defaults().withEpochs(1, 26))),
                refused("hidden", () -> NetworkSpec.mlp(3, 0)),
                refused("dropout", () -> NetworkSpec.mlp(3).withDropout(1)),
                refused("layers", NetworkSpec::cnn),
                refused("file", () -> NetworkSpec.onnx(" ")),
                refused("file", () -> new TeacherSpec("", NetworkSpec.mlp(), training)),
                refused("dropout", () -> new HeadSpec(Pooling.AUTO, -0.1)),
                refused("filters", () -> Layer.Conv.defaults().withFilters(0)),
                refused("padding", () -> Layer.Conv.defaults().withKernel(3, 3)),
                refused("stride", () -> Layer.Conv.defaults().withStride(0)),
                refused("groups", () -> Layer.Conv.defaults().withFilters(3).withGroups(2)),
                refused("size", () -> new Layer.MaxPool(0, 1)),
                refused("stride", () -> new Layer.AveragePool(2, -1)),
                refused("units", () -> Layer.Linear.defaults().withUnits(-1)),
                refused("rate", () -> new Layer.Dropout(1)),
                refused("layers", () -> new Layer.Residual(List.of())),
                refused("factor", () -> new WeightRate(".*", -1)),
                refused("weights", () -> new WeightRate("(", 1)),
                refused("name", () -> new ExperimentSpec("a b", 1, null, StudentSpec.defaults())),
                refused("student", () -> new ExperimentSpec("a", 1, null, null)),
                refused("student", () -> new ExperimentSpec("a", 1, brought(), null)));
    }

    private static TeacherSpec brought() {
        return new TeacherSpec("teacher.onnx", NetworkSpec.mlp(), TrainingSpec.defaults());
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongValueIsRefusedByItsComponent(String component, ThrowingCallable value) {
        assertThatThrownBy(value)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(component + ": ")
                .hasMessageContaining("was ");
    }

    @Test
    void bordersAreInside() {
        TrainingSpec training =
                TrainingSpec.defaults().withEpochs(1).withBatchSize(1).withWarmupEpochs(0.99);
        assertThat(training.withLabelSmoothing(0).learningRate(0)).isZero();
        assertThat(PruneSpec.defaults().withEpochs(1, 1).withSparsity(0).endEpoch())
                .isEqualTo(1);
        assertThat(new LearningRateSchedule.Step(1, 1).factor(0, 5)).isEqualTo(1);
        assertThat(Layer.Conv.defaults().withFilters(4).withGroups(4).groups()).isEqualTo(4);
        assertThat(new ExperimentSpec("a.b-c_1", 1, TeacherSpec.defaults(), null).student())
                .isNull();
    }

    @Test
    void firstRateThatMatchesTheWholeNameCounts() {
        TrainingSpec spec = TrainingSpec.defaults()
                .withRates(List.of(
                        WeightRate.frozen("encoder\\.0\\..*"),
                        new WeightRate("encoder.*", 0.5),
                        new WeightRate(".*bias", 2)));
        assertThat(spec.rate("encoder.0.bias")).isZero();
        assertThat(spec.rate("encoder.1.bias")).isEqualTo(0.5);
        assertThat(spec.rate("head.bias")).isEqualTo(2);
        assertThat(spec.rate("head.bias.more")).isEqualTo(1);
    }

    @Test
    void listsAreCopied() {
        List<WeightRate> rates = new java.util.ArrayList<>(List.of(WeightRate.frozen("a")));
        TrainingSpec spec = TrainingSpec.defaults().withRates(rates);
        rates.clear();
        assertThat(spec.rates()).hasSize(1);
    }
}
