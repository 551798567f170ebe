package dev.alambic.trainer.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.alambic.trainer.TrainingThread;
import dev.alambic.trainer.spec.OptimizerSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the formulas in double precision, on the loss sum(c w²), whose gradient is 2 c w. */
final class OptimizerTest {

    private static final float[] START = {1, -2, 0.5f, 3};
    private static final float[] CURVATURE = {0.5f, 1, 2, 0.001f};
    private static final double RATE = 0.1;

    /** Seven steps in float32 of values near 1: some tens of its unit roundoff, 6e-8. */
    private static final double ROUNDING = 5e-6;

    @Test
    void adamFollowsThePaper() {
        OptimizerSpec.Adam spec = OptimizerSpec.adam(RATE);
        check(spec, reference(0.9, 0.999, 1e-8, 0));
    }

    @Test
    void adamKeepsItsEpsilonOutsideOfTheCorrection() {
        OptimizerSpec.Adam spec = new OptimizerSpec.Adam(RATE, 0.8, 0.9, 0.1);
        check(spec, reference(0.8, 0.9, 0.1, 0));
    }

    @Test
    void adamWTakesDecayFromTheWeightNotFromTheGradient() {
        check(OptimizerSpec.adamW(RATE).withWeightDecay(0.2), reference(0.9, 0.999, 1e-8, 0.2));
    }

    @Test
    void sgdGathersMomentum() {
        check(new OptimizerSpec.Sgd(RATE, 0.9, 0.05), weights -> sgd(weights, 0.9, 0.05));
        check(new OptimizerSpec.Sgd(RATE, 0, 0), weights -> sgd(weights, 0, 0));
    }

    private static UnaryOperator<double[]> reference(double beta1, double beta2, double epsilon, double decay) {
        return weights -> {
            double[] m = new double[weights.length];
            double[] v = new double[weights.length];
            for (int t = 1; t <= 7; t++) {
                for (int i = 0; i < weights.length; i++) {
                    double g = 2 * CURVATURE[i] * weights[i];
                    weights[i] -= RATE * decay * weights[i];
                    m[i] = beta1 * m[i] + (1 - beta1) * g;
                    v[i] = beta2 * v[i] + (1 - beta2) * g * g;
                    double mHat = m[i] / (1 - Math.pow(beta1, t));
                    double vHat = v[i] / (1 - Math.pow(beta2, t));
                    weights[i] -= RATE * mHat / (Math.sqrt(vHat) + epsilon);
                }
            }
            return weights;
        };
    }

    private static double[] sgd(double[] weights, double momentum, double decay) {
        double[] v = new double[weights.length];
        for (int t = 1; t <= 7; t++) {
            for (int i = 0; i < weights.length; i++) {
                v[i] = momentum * v[i] + 2 * CURVATURE[i] * weights[i] + decay * weights[i];
                weights[i] -= RATE * v[i];
            }
        }
        return weights;
    }

    private static void check(OptimizerSpec spec, UnaryOperator<double[]> reference) {
        double[] start = new double[START.length];
        Arrays.setAll(start, i -> START[i]);
        double[] expected = reference.apply(start);
        TrainingThread.run(manager -> {
            NDArray weight = TrainingThread.weight(manager, new Shape(2, 2), START);
            Optimizer optimizer = Optimizer.of(spec, Map.of("w", weight), manager);
            for (int t = 0; t < 7; t++) {
                backward(manager, weight);
                optimizer.step(spec.learningRate(), 1);
            }
            float[] actual = weight.toFloatArray();
            for (int i = 0; i < actual.length; i++) {
                assertThat((double) actual[i]).isCloseTo(expected[i], within(ROUNDING));
            }
        });
    }

    private static void backward(NDManager manager, NDArray weight) {
        NDArray curvature = manager.create(CURVATURE, new Shape(2, 2));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(weight.mul(weight).mul(curvature).sum());
        }
    }

    /** A weight at half the rate moves as one alone at half the learning rate does, its decay included. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachWeightHasItsOwnRate(boolean adam) {
        OptimizerSpec spec =
                adam ? OptimizerSpec.adamW(RATE).withWeightDecay(0.5) : new OptimizerSpec.Sgd(RATE, 0, 0.5);
        TrainingThread.run(manager -> {
            NDArray slow = TrainingThread.weight(manager, new Shape(2, 2), START);
            NDArray alone = TrainingThread.weight(manager, new Shape(2, 2), START);
            backward(manager, slow);
            backward(manager, alone);
            Optimizer.of(spec, Map.of("slow", slow), name -> 0.5, manager).step(RATE, 1);
            Optimizer.of(spec, Map.of("alone", alone), manager).step(RATE / 2, 1);
            assertThat(slow.toFloatArray()).isEqualTo(alone.toFloatArray()).isNotEqualTo(START);
        });
    }

    @Test
    void biasesDoNotDecay() {
        TrainingThread.run(manager -> {
            NDArray bias = TrainingThread.weight(manager, new Shape(2), 1, 2);
            Optimizer optimizer =
                    Optimizer.of(OptimizerSpec.adamW(RATE).withWeightDecay(0.5), Map.of("b", bias), manager);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(bias.mul(manager.zeros(new Shape(2))).sum());
            }
            optimizer.step(RATE, 1);
            assertThat(bias.toFloatArray()).containsExactly(1, 2);
        });
    }

    @Test
    void restoredStateGoesOnBitByBit() {
        TrainingThread.run(manager -> {
            for (OptimizerSpec spec : new OptimizerSpec[] {OptimizerSpec.adamW(RATE), OptimizerSpec.sgd(RATE)}) {
                float[] unbroken = sixSteps(manager, spec, false);
                assertThat(sixSteps(manager, spec, true)).isEqualTo(unbroken);
            }
        });
    }

    private static float[] sixSteps(NDManager manager, OptimizerSpec spec, boolean broken) {
        NDArray weight = TrainingThread.weight(manager, new Shape(2, 2), START);
        Optimizer optimizer = Optimizer.of(spec, Map.of("w", weight), manager);
        for (int t = 0; t < 6; t++) {
            if (t == 3 && broken) {
                OptimizerState state = optimizer.state();
                weight = TrainingThread.weight(manager, new Shape(2, 2), weight.toFloatArray());
                optimizer = Optimizer.of(spec, Map.of("w", weight), manager);
                optimizer.restore(state);
            }
            backward(manager, weight);
            optimizer.step(RATE, 1);
        }
        return weight.toFloatArray();
    }

    @Test
    void stateOfAnotherNetworkIsRefused() {
        TrainingThread.run(manager -> {
            NDArray weight = TrainingThread.weight(manager, new Shape(2, 2), START);
            Optimizer optimizer = Optimizer.of(OptimizerSpec.adam(RATE), Map.of("w", weight), manager);
            OptimizerState other = new OptimizerState(1, Map.of("0:w", new float[3]));
            assertThatThrownBy(() -> optimizer.restore(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("0:w");
        });
    }

    @Test
    void clippingScalesTheWholeGradientToTheLimit() {
        TrainingThread.run(manager -> {
            NDArray a = TrainingThread.weight(manager, new Shape(1), 3);
            NDArray b = TrainingThread.weight(manager, new Shape(1), -4);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(a.mul(a).add(b.mul(b)).sum());
            }
            Optimizer optimizer = Optimizer.of(new OptimizerSpec.Sgd(1, 0, 0), Map.of("a", a, "b", b), manager);
            assertThat(optimizer.clipping(5)).isCloseTo(0.5, within(ROUNDING)); // of a length of 10
            assertThat(optimizer.clipping(20)).isEqualTo(1);
            optimizer.step(1, optimizer.clipping(1));
            // gradient (6, -8) becomes (0.6, -0.8)
            assertThat(a.getFloat()).isCloseTo(2.4f, within(1e-6f));
            assertThat(b.getFloat()).isCloseTo(-3.2f, within(1e-6f));
        });
    }
}
