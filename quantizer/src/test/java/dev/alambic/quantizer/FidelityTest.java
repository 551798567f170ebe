package dev.alambic.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.hardware.Form;
import dev.alambic.quantizer.pass.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FidelityTest {

    /** Subtracts what is almost the same, so that rounding is all that is left. */
    private static OnnxModel fragile() {
        return GraphText.model(
                "x: float[batch, 16]\nh = MatMul(x, w)\ng = MatMul(x, v)\ny = Sub(h, g)\nreturn y", b -> {
                    float[] weights = new Weights(2).normal(16, 16);
                    float[] almost = weights.clone();
                    for (int i = 0; i < almost.length; i++) {
                        almost[i] += 1e-4f * (i % 3);
                    }
                    b.initializer("w", Tensor.ofFloats(weights, 16, 16));
                    b.initializer("v", Tensor.ofFloats(almost, 16, 16));
                });
    }

    private static OnnxModel sound() {
        return GraphText.model(
                "x: float[batch, 16]\ny = MatMul(x, w)\nreturn y",
                b -> b.initializer("w", new Weights(2).tensor(16, 16)));
    }

    @Test
    void formThatRuinsTheModelIsRefusedWithThePlaceWhereTheErrorComesIn() {
        Result made = Quantizer.int8Dynamic(fragile());

        assertThat(made.sqnrDecibels()).isLessThan(10);
        assertThatThrownBy(() -> Fidelity.require(fragile(), made, Form.INT8_DYNAMIC))
                .isInstanceOf(RuinedModelException.class)
                .hasMessageStartingWith("int8-dynamic ruins this model: its outputs keep")
                .hasMessageContaining("expected at least 10 dB");
    }

    @Test
    void formThatKeepsEnoughIsLeftAlone() {
        Result made = Quantizer.int8Dynamic(sound());

        assertThat(made.sqnrDecibels()).isBetween(25.0, 80.0);
        assertThatCode(() -> Fidelity.require(sound(), made, Form.INT8_DYNAMIC)).doesNotThrowAnyException();
    }

    @Test
    void whatIsExactKeepsAll() {
        assertThat(Quantizer.optimize(sound()).sqnrDecibels()).isGreaterThan(100);
    }

    @Test
    void trustedModelIsNotRun() {
        Result made = Quantizer.int8Dynamic(fragile().trusted());

        assertThat(made.sqnrDecibels()).isInfinite();
        assertThat(made.notes()).contains("unchecked: nothing of this was run");
    }

    @Test
    void samplesOfTheUserAreWhatIsCheckedOn() {
        Map<String, Tensor> zeros = Map.of("x", Tensor.ofFloats(new float[16], 1, 16));

        assertThat(Quantizer.int8Dynamic(fragile().withSamples(List.of(zeros))).sqnrDecibels())
                .isInfinite();
    }
}
