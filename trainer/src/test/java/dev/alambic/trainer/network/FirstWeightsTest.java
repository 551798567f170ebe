package dev.alambic.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.alambic.data.set.Standardization;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.trainer.TrainingThread;
import dev.alambic.trainer.engine.TrainingEngine;
import dev.alambic.trainer.spec.Layer;
import dev.alambic.trainer.spec.NetworkSpec;
import dev.alambic.trainer.spec.WeightInit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a convolution of 16 channels into 64, in 4 groups, 3 x 3: fan-in 36, fan-out 576. */
final class FirstWeightsTest {

    private static final InputMeaning IMAGE = new InputMeaning.Image(1, 8, 8, 0, 255);

    private static final Standardization PIXELS = new Standardization(List.of(0f), List.of(255f));

    /** Returns weight and bias of each layer in turn. */
    private static List<float[]> drawn(NDManager manager, WeightInit init, long seed) {
        Layer.Conv plain = Layer.Conv.defaults().withBatchNorm(false).withInit(init);
        NetworkSpec spec = NetworkSpec.cnn(
                plain.withFilters(16),
                new Layer.Residual(List.of(plain.withFilters(64).withGroups(4), plain.withFilters(16))),
                Layer.Linear.defaults());
        TrainingEngine.seed(seed);
        Block block = Networks.build(spec, IMAGE, PIXELS, 10);
        Networks.initialize(block, manager, IMAGE);
        List<float[]> drawn = new ArrayList<>();
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.getType() == Parameter.Type.WEIGHT || parameter.getType() == Parameter.Type.BIAS) {
                drawn.add(parameter.getArray().toFloatArray());
            }
        }
        return drawn;
    }

    private static double variance(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return squares / values.length;
    }

    private static double most(float[] values) {
        double most = 0;
        for (float value : values) {
            most = Math.max(most, Math.abs(value));
        }
        return most;
    }

    /** The variance of 2,304 draws is within 10 % of theirs. */
    @ParameterizedTest
    @CsvSource({
        "PYTORCH, 0.00925926, 0.1666667",
        "HE_NORMAL, 0.0555556, 9",
        "HE_UNIFORM, 0.0555556, 0.4082483",
        "GLOROT_NORMAL, 0.00326797, 9",
        "GLOROT_UNIFORM, 0.00326797, 0.0990148",
        "ZEROS, 0, 0"
    })
    void weightsHaveTheVarianceOfTheFormula(WeightInit init, double variance, double bound) {
        TrainingThread.run(manager -> {
            float[] weight = drawn(manager, init, 3).get(2);
            assertThat(weight).hasSize(64 * 36);
            assertThat(variance(weight)).isCloseTo(variance, within(0.1 * variance));
            assertThat(most(weight)).isLessThanOrEqualTo(bound + 1e-6);
            if (bound < 9) {
                assertThat(most(weight)).isGreaterThanOrEqualTo(0.98 * bound);
            }
        });
    }

    @Test
    void biasesAreDrawnByTheFanInAsPyTorchDoesOrAreZero() {
        TrainingThread.run(manager -> {
            List<float[]> drawn = drawn(manager, WeightInit.PYTORCH, 3);
            float[] bias = drawn.get(3);
            assertThat(most(bias)).isBetween(0.14, 1 / 6.0 + 1e-6);
            assertThat(variance(bias)).isCloseTo(1 / 108.0, within(0.3 / 108));
            assertThat(most(drawn.get(7))).isBetween(1e-6, 1 / Math.sqrt(16 * 64));
            assertThat(drawn(manager, WeightInit.HE_NORMAL, 3).get(3)).containsOnly(0);
        });
    }

    @Test
    void theSeedDecides() {
        TrainingThread.run(manager -> {
            List<float[]> first = drawn(manager, WeightInit.PYTORCH, 5);
            List<float[]> again = drawn(manager, WeightInit.PYTORCH, 5);
            for (int i = 0; i < first.size(); i++) {
                assertThat(again.get(i)).isEqualTo(first.get(i));
            }
            assertThat(drawn(manager, WeightInit.PYTORCH, 6).get(0)).isNotEqualTo(first.get(0));
        });
    }
}
