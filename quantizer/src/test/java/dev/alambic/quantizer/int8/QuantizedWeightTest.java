package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.graph.Tensor;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantizedWeightTest {

    @Test
    void twoProductsThatAreAddedIn16BitsFitIntoThem() {
        Tensor weight = Tensor.ofFloats(new float[] {1, 0.9f, -0.3f, 0.1f, -2, 0.1f, 0.5f, 0.2f}, 2, 4);

        // 1 + 0.9 span 128 steps in the first channel; in the second no pair is larger than its largest weight
        assertThat(QuantizedWeight.of(weight, 0, WeightScheme.defaults())
                        .values()
                        .longs())
                .containsExactly(67, 61, -20, 7, -127, 6, 32, 13);
        assertThat(255 * (67 + 61)).isLessThanOrEqualTo(Short.MAX_VALUE);
    }

    @Test
    void weightsThatMeetInNoSumKeepTheWholeRange() {
        Tensor rows = Tensor.ofFloats(new float[] {1, -1, 1, -0.5f}, 4, 1);
        Tensor conv = Tensor.ofFloats(new float[] {1, 1, 0.1f, -0.1f}, 1, 2, 2, 1);

        assertThat(QuantizedWeight.of(rows, 1, WeightScheme.defaults()).values().longs())
                .containsExactly(127, -127, 127, -64);
        assertThat(QuantizedWeight.of(conv, 0, WeightScheme.defaults()).values().longs())
                .containsExactly(116, 116, 12, -12);
    }

    @Test
    void randomWeightsNeverLeave16Bits() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            float[] values = new float[64];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat() + 0.5f;
            }
            long[] stored = QuantizedWeight.of(Tensor.ofFloats(values, 8, 8), 0, WeightScheme.defaults())
                    .values()
                    .longs();
            for (int i = 0; i < stored.length; i += 2) {
                assertThat(stored[i] + stored[i + 1]).as("seed %d", seed).isLessThanOrEqualTo(128);
            }
        }
    }

    @Test
    void channelOfZeroesHoldsItsBias() {
        QuantizedWeight weight = QuantizedWeight.of(
                Tensor.ofFloats(new float[4], 2, 2), 0, WeightScheme.defaults(), new double[] {0.5 / 0.1, 0});

        Tensor bias = weight.bias(new float[] {0.5f, 0}, 0.1f);

        double restored = bias.longs()[0] * (double) weight.biasScales(0.1f).floats()[0];
        assertThat(restored).isBetween(0.4999999, 0.5000001);
        assertThat(bias.longs()[1]).isZero();
    }
}
