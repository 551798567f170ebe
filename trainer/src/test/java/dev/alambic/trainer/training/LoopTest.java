package dev.alambic.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.nn.Block;
import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.BatchOrder;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Standardization;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.trainer.TrainingThread;
import dev.alambic.trainer.distill.Teacher;
import dev.alambic.trainer.engine.TrainingEngine;
import dev.alambic.trainer.network.Networks;
import dev.alambic.trainer.network.Weights;
import dev.alambic.trainer.spec.DistillSpec;
import dev.alambic.trainer.spec.Layer;
import dev.alambic.trainer.spec.LearningRateSchedule;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.OptimizerSpec;
import dev.alambic.trainer.spec.TrainingSpec;
import dev.alambic.trainer.spec.WeightSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole loop, step by step, against {@link LoopReference}: 4 epochs of 100 digits in batches of 16, the last of 4,
 * which makes 28 steps.
 */
final class LoopTest {

    private static final int EPOCHS = 4;
    private static final int BATCH = 16;
    private static final int STEPS = 28;
    private static final int HIDDEN = 5;

    private static final Dataset DIGITS = DataSource.open("digits", DataOptions.defaults())
            .all()
            .subset(IntStream.range(0, 100).toArray());

    /** Some hundreds of roundings of float32, 6e-8, relative to values near 1. */
    private static final double ROUNDING = 5e-5;

    private static final TrainingSpec PLAIN = TrainingSpec.defaults()
            .withEpochs(EPOCHS)
            .withBatchSize(BATCH)
            .withKeepBest(false)
            .withSchedule(new LearningRateSchedule.Constant());

    /** A rate by the part of the training that is done, in the middle of a step. */
    private record Case(String name, TrainingSpec spec, DoubleUnaryOperator rate) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                        new Case("sgd", PLAIN.withOptimizer(new OptimizerSpec.Sgd(0.1, 0, 0)), done -> 0.1),
                        new Case(
                                "sgd, momentum, decay, cosine",
                                PLAIN.withOptimizer(new OptimizerSpec.Sgd(0.05, 0.9, 0.01))
                                        .withSchedule(new LearningRateSchedule.Cosine(0.1)),
                                done -> 0.005 + 0.045 * (1 + Math.cos(Math.PI * done)) / 2),
                        new Case(
                                "adam, one cycle",
                                PLAIN.withOptimizer(OptimizerSpec.adam(5e-3))
                                        .withSchedule(new LearningRateSchedule.OneCycle(0.25, 0.04, 0)),
                                done -> done < 0.25
                                        ? 5e-3 * (0.04 + 0.96 * done / 0.25)
                                        : 5e-3 * (1 + Math.cos(Math.PI * (done - 0.25) / 0.75)) / 2),
                        new Case(
                                "adamW, decay, warm-up and line, clipping, smoothing",
                                PLAIN.withOptimizer(OptimizerSpec.adamW(5e-3).withWeightDecay(0.1))
                                        .withWarmupEpochs(1)
                                        .withClipNorm(0.5)
                                        .withLabelSmoothing(0.1)
                                        .withSchedule(new LearningRateSchedule.Linear(0)),
                                done -> done < 0.25 ? 5e-3 * done / 0.25 : 5e-3 * (1 - (done - 0.25) / 0.75)))
                .map(Arguments::of);
    }

    /** Answers by a formula of its own, so that it differs from the labels. */
    private static final Teacher TEACHER = new Teacher() {
        @Override
        public int classes() {
            return 10;
        }

        @Override
        public float[] logits(float[] samples, int count) {
            float[] logits = new float[count * 10];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = samples[i / 10 * 64 + 20 + i % 10] / 4 - 1;
            }
            return logits;
        }
    };

    private static float[][] taught() {
        float[][] taught = new float[DIGITS.size()][];
        for (int i = 0; i < taught.length; i++) {
            float[] sample = new float[64];
            DIGITS.copySample(i, sample, 0);
            taught[i] = TEACHER.logits(sample, 1);
        }
        return taught;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void stepsFollowTheFormulas(Case one) {
        compare(TrainingJob.of(TrainingJob.STUDENT, one.spec(), 5), one);
    }

    @Test
    void stepsUnderATeacherFollowTheFormulas() {
        DistillSpec distill = DistillSpec.defaults().withTemperature(3).withAlpha(WeightSchedule.linear(0.9, 0.3));
        Case one = new Case("taught", PLAIN.withOptimizer(new OptimizerSpec.Sgd(0.05, 0.9, 0)), done -> 0.05);
        compare(new TrainingJob(TrainingJob.STUDENT, one.spec(), distill, null, 5), one);
    }

    private static void compare(TrainingJob job, Case one) {
        List<Double> losses = new ArrayList<>();
        TrainingThread.run(manager -> {
            TrainingEngine.seed(3);
            InputMeaning input = DIGITS.input();
            Block block = Networks.build(
                    NetworkSpec.cnn(
                            Layer.Conv.defaults().withFilters(HIDDEN).withKernel(8, 0),
                            Layer.Flatten.defaults(),
                            Layer.Linear.defaults()),
                    input,
                    Standardization.unitRange((InputMeaning.Image) input),
                    10);
            Networks.initialize(block, manager, input);
            List<double[]> start = values(block);
            LoopReference expected = new LoopReference(
                    64,
                    HIDDEN,
                    10,
                    List.of(start.get(0), start.get(1), start.get(2), start.get(5), start.get(6)),
                    one.spec().optimizer());
            new Training(block, job, DIGITS, DIGITS.subset(new int[0]), manager)
                    .listener(new TrainingListener() {
                        @Override
                        public void batch(TrainingJob of, int epoch, int batch, int batches, double loss) {
                            losses.add(loss);
                        }
                    })
                    .run(job.distill() == null ? null : TEACHER);
            learn(expected, job, one);
            assertThat(losses).hasSize(STEPS);
            for (int i = 0; i < STEPS; i++) {
                assertThat(losses.get(i)).as("loss of step " + i).isCloseTo(expected.losses.get(i), within(ROUNDING));
            }
            assertThat(losses.get(STEPS - 1)).isLessThan(losses.get(0));
            List<double[]> end = values(block);
            assertThat(end.get(0)).as("filter").containsExactly(expected.weights.get(0), within(ROUNDING));
            assertThat(end.get(1)).as("gain").containsExactly(expected.weights.get(1), within(ROUNDING));
            assertThat(end.get(2)).as("offset").containsExactly(expected.weights.get(2), within(ROUNDING));
            assertThat(end.get(3)).as("mean").containsExactly(expected.runningMean, within(ROUNDING));
            assertThat(end.get(4)).as("variance").containsExactly(expected.runningVariance, within(ROUNDING));
            assertThat(end.get(5)).as("last weight").containsExactly(expected.weights.get(3), within(ROUNDING));
            assertThat(end.get(6)).as("last bias").containsExactly(expected.weights.get(4), within(ROUNDING));
        });
    }

    private static void learn(LoopReference reference, TrainingJob job, Case one) {
        BatchOrder order = BatchOrder.shuffled(DIGITS, job.seedOf(0));
        float[][] taught = taught();
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            double alpha = job.distill() == null ? 0 : 0.9 - 0.6 * (epoch - 1) / (EPOCHS - 1);
            LoopReference.Loss loss =
                    new LoopReference.Loss(alpha, 3, job.spec().labelSmoothing());
            List<int[]> batches = order.batches(epoch, BATCH);
            for (int b = 0; b < batches.size(); b++) {
                double done = (epoch - 1 + (b + 0.5) / batches.size()) / EPOCHS;
                reference.step(
                        DIGITS,
                        batches.get(b),
                        taught,
                        loss,
                        one.rate().applyAsDouble(done),
                        job.spec().clipNorm());
            }
        }
    }

    private static List<double[]> values(Block block) {
        List<double[]> values = new ArrayList<>();
        for (float[] floats : Weights.of(block).snapshot().values()) {
            double[] doubles = new double[floats.length];
            for (int i = 0; i < doubles.length; i++) {
                doubles[i] = floats[i];
            }
            values.add(doubles);
        }
        return values;
    }
}
