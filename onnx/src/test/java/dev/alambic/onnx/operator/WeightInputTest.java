package dev.alambic.onnx.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.graph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeightInputTest {

    @ParameterizedTest
    @CsvSource({
        "Conv,                 '1:-1 2:-1'",
        "MatMul,               '0:-1 1:-1'",
        "LSTM,                 '1:-1 2:-1 3:-1 7:-1'",
        "Gather,               '0:-1'",
        "ConvInteger,          '1:3'",
        "MatMulInteger,        '0:2 1:3'",
        "QLinearConv,          '3:5 8:-1'",
        "QLinearMatMul,        '0:2 3:5'",
        "QGemm,                '3:5 6:-1'",
        "MatMulIntegerToFloat, '1:5 6:-1'",
        "DynamicQuantizeMatMul,'1:3 4:-1'",
        "DynamicQuantizeLSTM,  '1:9 2:11 3:-1 7:-1'",
        "MatMulNBits,          '1:3 5:-1'",
        "GatherBlockQuantized, '0:3'",
        "Relu,                 ''"
    })
    void areTheInputsWithWeightsAndTheirZeroPoints(String operator, String expected) {
        List<String> inputs = WeightInput.of(operator).stream()
                .map(input -> input.index() + ":" + input.zeroPoint())
                .toList();

        assertThat(String.join(" ", inputs)).isEqualTo(expected);
    }

    /** The scale and the zero point of a result come together. */
    @ParameterizedTest
    @ValueSource(strings = {"QLinearConv", "QLinearMatMul", "QGemm"})
    void productsWithTheScaleOfAResultGiveIntegers(String operator) {
        int scale = IntegerProduct.of(operator).orElseThrow().resultScale();
        List<String> inputs = new ArrayList<>(Collections.nCopies(scale + 2, "a"));
        Node node = Node.of(operator, inputs, "y");

        assertThat(IntegerProduct.givesIntegers(node)).isTrue();
        assertThat(IntegerProduct.givesIntegers(node.withInputs(inputs.subList(0, scale))))
                .isFalse();
    }

    @Test
    void productsWithoutOneGiveFloatsOrSums() {
        List<String> inputs = Collections.nCopies(9, "a");

        assertThat(List.of("MatMulIntegerToFloat", "ConvInteger", "Conv"))
                .noneMatch(operator -> IntegerProduct.givesIntegers(Node.of(operator, inputs, "y")));
    }
}
