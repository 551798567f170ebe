package dev.alambic.quantizer.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.HalfFloat;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrowingTest {

    private static Narrowing of(DataType type, boolean keepNonzero, float... values) {
        return Narrowing.of(Tensor.ofFloats(values, values.length), type, keepNonzero);
    }

    @Test
    void whatIsBeyondTheTypeIsClampedAndCounted() {
        Narrowing narrowing = of(DataType.FLOAT16, false, 1, -70_000, Float.POSITIVE_INFINITY, 65_504);

        assertThat(narrowing.tensor().floats())
                .containsExactly(1, -HalfFloat.MAX_FLOAT16, HalfFloat.MAX_FLOAT16, HalfFloat.MAX_FLOAT16);
        assertThat(narrowing.outside()).isEqualTo(2);
        assertThat(narrowing.isLost()).isTrue();
    }

    @Test
    void notANumberStaysSoAndCountsAsBeyond() {
        Narrowing narrowing = of(DataType.FLOAT16, false, Float.NaN, 1);

        assertThat(narrowing.tensor().floats()[0]).isNaN();
        assertThat(narrowing.outside()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"false, 0, -0", "true, 0x1p-24, -0x1p-24"})
    void whatWouldVanishBecomesTheSmallestNumberIfItMustNot(boolean keepNonzero, String up, String down) {
        Narrowing narrowing = of(DataType.FLOAT16, keepNonzero, 1e-9f, -1e-9f, 0, 1);

        assertThat(narrowing.tensor().floats()).containsExactly(number(up), number(down), 0, 1);
        assertThat(narrowing.vanished()).isEqualTo(2);
        assertThat(narrowing.isLost()).isFalse();
    }

    private static float number(String text) {
        // assertj tells -0 from 0
        return text.equals("0") ? 0f : Float.parseFloat(text + (text.contains("x") ? "f" : ""));
    }

    @Test
    void aTensorOfTinyNumbersIsLostInFloat16Only() {
        assertThat(of(DataType.FLOAT16, false, 1e-6f, -2e-5f).isLost()).isTrue();
        assertThat(of(DataType.FLOAT16, false, 1e-6f, 1).isLost()).isFalse();
        assertThat(of(DataType.BFLOAT16, false, 1e-6f, -2e-5f).isLost()).isFalse();
        assertThat(of(DataType.FLOAT16, false, 0, 0).isLost()).isFalse();
    }

    @Test
    void bfloat16ReachesAsFarAsFloat32() {
        assertThat(of(DataType.BFLOAT16, false, 1e38f, -1e30f).outside()).isZero();
    }

    private static final OnnxModel SQUARES = GraphText.model("""
            x: float[batch, 2]
            s = Mul(x, x)
            y = Neg(s)
            return y
            """, b -> {});

    private static Map<String, Tensor> sample(float... values) {
        return Map.of("x", Tensor.ofFloats(values, 1, 2));
    }

    @Test
    void theLargestMagnitudeIsThatOfAllSamples() {
        assertThat(LargestValues.of(SQUARES, List.of("s", "y"), List.of(sample(1, -3), sample(2, 0))))
                .containsEntry("s", 9f)
                .containsEntry("y", 9f);
    }

    @Test
    void aSampleThatIsNoNumberIsInfinitelyLarge() {
        assertThat(LargestValues.of(SQUARES, List.of("s"), List.of(sample(1, 1), sample(Float.NaN, Float.NaN))))
                .containsEntry("s", Float.POSITIVE_INFINITY);
    }

    @Test
    void noSampleIsRefused() {
        assertThatThrownBy(() -> LargestValues.of(SQUARES, List.of("s"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one");
    }
}
