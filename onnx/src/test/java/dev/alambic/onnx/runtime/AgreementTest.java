package dev.alambic.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementTest {

    private static Agreement of(float[] expected, float... actual) {
        return Agreement.of(Tensor.ofFloats(expected, expected.length), Tensor.ofFloats(actual, actual.length));
    }

    @Test
    void theDifferenceIsMeasuredAgainstTheLargestExpectedValue() {
        Agreement agreement = of(new float[] {-4, 1}, -4, 2);
        assertThat(agreement).isEqualTo(new Agreement(1, 4));
        assertThat(agreement.relative()).isEqualTo(0.25);
    }

    @Test
    void zerosAgreeAndNothingAgrees() {
        assertThat(of(new float[2], 0, -0f).relative()).isZero();
        assertThat(of(new float[0]).relative()).isZero();
    }

    @Test
    void aDifferenceFromZeroIsInfinite() {
        assertThat(of(new float[1], 1).relative()).isInfinite();
    }

    @Test
    void notANumberAgreesWithItselfAlone() {
        assertThat(of(new float[] {Float.NaN, 1}, 1, 1).relative()).isNaN();
        assertThat(of(new float[] {1, 1}, 1, Float.NaN).relative()).isNaN();
        assertThat(of(new float[] {Float.NaN, 2}, Float.NaN, 1).relative()).isEqualTo(0.5);
    }

    @Test
    void equalInfinitiesAgree() {
        assertThat(of(new float[] {Float.POSITIVE_INFINITY, 1}, Float.POSITIVE_INFINITY, 1)
                        .relative())
                .isZero();
    }

    @Test
    void shapesMustFit() {
        assertThatThrownBy(() -> of(new float[1], 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theWorstOutputOfTwoModelsCounts() {
        Agreement agreement =
                Agreement.between(scaled(1, 2), scaled(1, 3), Map.of("x", Tensor.ofFloats(new float[] {1, -1}, 2)));
        assertThat(agreement).isEqualTo(new Agreement(1, 2));
    }

    private static OnnxModel scaled(float first, float second) {
        return GraphText.model("""
                x: float[n]
                y = Mul(x, a)
                z = Mul(x, b)
                return y: float[n]; z: float[n]
                """, graph -> {
            graph.initializer("a", Tensor.scalar(first));
            graph.initializer("b", Tensor.scalar(second));
        });
    }

    @Test
    void randomInputsRepeatForTheSameSeed() {
        OnnxModel model = scaled(1, 1);
        assertThat(RandomInputs.of(model, Map.of("n", 5L), 3)).isEqualTo(RandomInputs.of(model, Map.of("n", 5L), 3));
        assertThat(RandomInputs.of(model, Map.of("n", 5L), 3)).isNotEqualTo(RandomInputs.of(model, Map.of("n", 5L), 4));
        assertThat(RandomInputs.of(model, Map.of(), 3).values()).allMatch(tensor -> tensor.dim(0) == 2);
    }
}
