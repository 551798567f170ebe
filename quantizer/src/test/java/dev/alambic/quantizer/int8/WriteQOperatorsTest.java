package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pipeline;
import dev.alambic.quantizer.simplify.DropDeadNodes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteQOperatorsTest {

    private static OnnxModel written(OnnxModel model) {
        return Pipeline.of(List.of(new WriteQOperators(), new DropDeadNodes()))
                .run(model)
                .model();
    }

    private static OnnxModel model(String text, int zeroPoint) {
        return GraphText.model(text, b -> {
            b.initializer("s", Tensor.scalar(1 / 32f));
            b.initializer("z", Tensor.ofBytes(DataType.UINT8, new byte[] {(byte) zeroPoint}));
            b.initializer("w8", Tensor.ofBytes(DataType.INT8, new byte[] {1, 2, -3, 4}, 2, 2, 1));
            b.initializer("ws", Tensor.scalar(0.5f));
            b.initializer("wz", Tensor.ofBytes(DataType.INT8, new byte[1]));
            b.initializer("zero", Tensor.scalar(0f));
            b.initializer("six", Tensor.scalar(6f));
            if (text.contains("eight")) {
                b.initializer("eight", Tensor.scalar(8f));
            }
        });
    }

    private static String convThen(String activation) {
        return """
                x: float[1, 2, 8]
                xq = QuantizeLinear(x, s, z)
                xd = DequantizeLinear(xq, s, z)
                wd = DequantizeLinear(w8, ws, wz)
                c = Conv(xd, wd)
                a = %s
                aq = QuantizeLinear(a, s, z)
                y = DequantizeLinear(aq, s, z)
                return y: float[1, 2, 8]
                """.formatted(activation);
    }

    @Test
    void reluAtTheLowerEndDisappears() {
        assertThat(written(model(convThen("Relu(c)"), 0)).graph()).hasToString("""
                        xq = QuantizeLinear(x, s, z)
                        aq = QLinearConv(xq, s, z, w8, ws, wz, s, z)
                        y = DequantizeLinear(aq, s, z)""");
    }

    @Test
    void reluInTheMiddleStaysOnIntegers() {
        assertThat(written(model(convThen("Relu(c)"), 128)).graph()).hasToString("""
                        xq = QuantizeLinear(x, s, z)
                        aq_signed = QLinearConv(xq, s, z, w8, ws, wz, s, z)
                        aq = QLinearLeakyRelu(aq_signed, s, z, s, z)
                        y = DequantizeLinear(aq, s, z)""");
    }

    @Test
    void clipInsideTheRangeStaysFloat() {
        // 255 / 32 is more than 6
        OnnxModel model = model(convThen("Clip(c, zero, six)"), 0);

        assertThat(written(model)).isEqualTo(model);
    }

    @Test
    void clipBeyondTheRangeDisappears() {
        assertThat(written(model(convThen("Clip(c, zero, eight)"), 0)).graph()).hasToString("""
                        xq = QuantizeLinear(x, s, z)
                        aq = QLinearConv(xq, s, z, w8, ws, wz, s, z)
                        y = DequantizeLinear(aq, s, z)""");
    }

    /** A caller may feed another bound, scale or zero point than the one in the file. */
    @ParameterizedTest
    @ValueSource(strings = {"eight: float[]", "s: float[]", "z: uint8[]"})
    void whatTheCallerCanOverrideStaysInTheGraph(String input) {
        OnnxModel model = model(input + "\n" + convThen("Clip(c, zero, eight)"), 0);

        assertThat(written(model).graph().nodes()).isEqualTo(model.graph().nodes());
    }

    @Test
    void aValueThatIsReadTwiceStaysFloat() {
        OnnxModel model = model(convThen("Relu(c)").replace("return y", "b = Relu(a)\nreturn b; y"), 0);

        assertThat(written(model).graph().nodes()).isEqualTo(model.graph().nodes());
    }

    @Test
    void aSecondRunFindsNothing() {
        OnnxModel once = written(model(convThen("Relu(c)"), 0));

        Outcome again = new WriteQOperators().apply(once);

        assertThat(again.model()).isEqualTo(once);
        assertThat(again.notes()).singleElement().asString().contains("nothing to do");
    }
}
