package dev.alambic.onnx.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomInputsTest {

    private static OnnxModel model(String type) {
        return GraphText.model("x: " + type + "\ny = Identity(x)\nreturn y", b -> {});
    }

    private static Tensor x(String type, Map<String, Long> symbols, long seed) {
        return Objects.requireNonNull(
                RandomInputs.of(model(type), symbols, seed).get("x"));
    }

    /** Models and golden vectors that were written before depend on these numbers. */
    @Test
    void floatsAreTheNormalNumbersOfTheSeed() {
        Random random = new Random(5);

        assertThat(x("float[2, 2]", Map.of(), 5).floats())
                .containsExactly(
                        (float) random.nextGaussian(),
                        (float) random.nextGaussian(),
                        (float) random.nextGaussian(),
                        (float) random.nextGaussian());
    }

    @ParameterizedTest
    @EnumSource(names = {"UINT8", "INT8", "BOOL", "UINT16", "INT16", "INT32", "UINT32", "INT64", "UINT64"})
    void otherNumbersAreZeroOrOne(DataType type) {
        Random random = new Random(9);
        Tensor made = x(type.lowerName() + "[40]", Map.of(), 9);

        assertThat(made.dataType()).isEqualTo(type);
        assertThat(made.longs()).containsOnly(0, 1);
        for (long value : made.longs()) {
            assertThat(value).isEqualTo(random.nextInt(2));
        }
    }

    @Test
    void symbolsHaveTheirSizeAndTheRestIsTwo() {
        assertThat(x("float[batch, other, 3]", Map.of("batch", 5L), 1).dims()).containsExactly(5, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float8e4m3fn[2]", "int4[2]", "complex128[2]"})
    void whatIsNoNumberThatRandomValuesFitIsRefused(String type) {
        assertThatThrownBy(() -> x(type, Map.of(), 1))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("random values");
    }

    @Test
    void sizesBeyondOneArrayAreRefused() {
        assertThatThrownBy(() -> x("float[batch, 100000]", Map.of("batch", 1_000_000L), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("input 'x': sizes are too large");
    }
}
