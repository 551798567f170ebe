package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.Tensor;
import org.junit.jupiter.api.Test;

class QuantizedWeightTest {

    @Test
    void twoProductsOfTheLargestActivationFitInto16Bits() {
        Tensor weight = Tensor.ofFloats(new float[] {1, 0.9f, -0.3f, 0.1f, -2, 0.5f, 0.2f, -0.1f}, 2, 4);

        byte[] stored = new byte[8];
        QuantizedWeight.of(weight, 0, WeightScheme.defaults()).values().data().get(stored);

        // 1 + 0.9 span 127 steps in the first channel; 2 + 0.1 in the second
        assertThat(stored).containsExactly(67, 60, -20, 7, -121, 30, 12, -6);
        assertThat(255 * (67 + 60)).isLessThanOrEqualTo(Short.MAX_VALUE);
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

    @Test
    void tableUsesAllOfItsRange() {
        QuantizedWeight table = QuantizedWeight.table(Tensor.ofFloats(new float[] {1, 1, -1, 0.5f}, 2, 2));

        assertThat(table.values().longs()).containsExactly(127, 127, -127, 64);
    }
}
