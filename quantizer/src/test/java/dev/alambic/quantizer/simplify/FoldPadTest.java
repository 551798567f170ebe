package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.pass.Passes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FoldPadTest {

    private static OnnxModel fold(String pad, String reader) {
        Weights weights = new Weights(23);
        return Passes.run(
                new FoldPad(),
                GraphText.model("x: float[batch, 2, 7, 7]\np = %s\ny = %s\nreturn y".formatted(pad, reader), b -> {
                    b.initializer("k", weights.tensor(2, 2, 3, 3));
                    b.initializer("sides", Tensor.ofLongs(new long[] {0, 0, 1, 0, 0, 0, 1, 2}, 8));
                    b.initializer("channels", Tensor.ofLongs(new long[] {0, 1, 0, 0, 0, 1, 0, 0}, 8));
                    b.initializer("one", Tensor.scalar(1f));
                    b.initializer("lowest", Tensor.scalar(Float.NEGATIVE_INFINITY));
                    b.initializer("zero", Tensor.scalar(0f));
                }));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Pad(x, sides) | Conv(p, k)",
                "Pad(x, sides, zero) | Conv(p, k) pads=[1,1,1,1] strides=[2,2]",
                "Pad(x, sides) mode='constant' | Conv(p, k) auto_pad='VALID'",
                "Pad(x, sides) | AveragePool(p) kernel_shape=[3,3]",
                "Pad(x, sides) | AveragePool(p) kernel_shape=[3,3] count_include_pad=1",
                "Pad(x, sides, lowest) | MaxPool(p) kernel_shape=[3,3] strides=[2,2]"
            })
    void paddingIsDoneByTheReader(String pad, String reader) {
        assertThat(fold(pad, reader).graph().nodes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Pad(x, sides, one) | Conv(p, k)",
                "Pad(x, sides) mode='reflect' | Conv(p, k)",
                "Pad(x, sides) | Conv(p, k) auto_pad='SAME_UPPER'",
                "Pad(x, sides) | MaxPool(p) kernel_shape=[3,3]",
                "Pad(x, sides) | AveragePool(p) kernel_shape=[3,3] strides=[2,2] ceil_mode=1",
                "Pad(x, sides) | AveragePool(p) kernel_shape=[3,3] pads=[1,1,1,1]",
                "Pad(x, channels) | MaxPool(p) kernel_shape=[3,3]"
            })
    void paddingStaysWhereItWouldNotBeTheSame(String pad, String reader) {
        assertThat(fold(pad, reader).graph().nodes()).hasSize(2);
    }

    /** What is listed as an input too is only a default, which this caller or that may override. */
    @ParameterizedTest
    @ValueSource(strings = {"sides: int64[8]", "zero: float[]"})
    void paddingThatTheCallerMayOverrideStays(String input) {
        OnnxModel made = Passes.run(new FoldPad(), GraphText.model("""
                        x: float[batch, 2, 7, 7]
                        %s
                        p = Pad(x, sides, zero)
                        y = Conv(p, k)
                        return y
                        """.formatted(input), b -> {
            b.initializer("k", new Weights(23).tensor(2, 2, 3, 3));
            b.initializer("sides", Tensor.ofLongs(new long[] {0, 0, 1, 0, 0, 0, 1, 2}, 8));
            b.initializer("zero", Tensor.scalar(0f));
        }));
        assertThat(made.graph().nodes()).hasSize(2);
    }
}
