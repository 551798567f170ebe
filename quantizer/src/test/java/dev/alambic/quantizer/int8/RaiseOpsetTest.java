package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.UnsupportedModelException;
import dev.alambic.quantizer.pass.Pipeline;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaiseOpsetTest {

    private static OnnxModel raise(String text, long from) {
        OnnxModel model = OnnxModel.of(GraphText.graph(text), from);
        return Pipeline.of(List.of(new RaiseOpset(13))).run(model).model();
    }

    @Test
    void attributesBecomeInputs() {
        OnnxModel made = raise("""
                x: float[batch, 4]
                c = Clip(x) min=-1.0 max=1.0
                p = Pad(c) pads=[0,1,0,1] value=0.5
                u = Unsqueeze(p) axes=[1]
                s = ReduceSum(u) axes=[1] keepdims=0
                l, r = Split(s) axis=1 split=[2,4]
                q = Softmax(r)
                y = Concat(l, q) axis=1
                return y: float[batch, 6]
                """, 9);

        assertThat(made.opset()).isEqualTo(13);
        assertThat(made.graph().toString()).contains("l, r = Split(s, l_split)").contains("u = Unsqueeze(p, u_axes)");
    }

    @Test
    void softmaxOverSeveralAxesIsRefusedByName() {
        assertThatThrownBy(() -> raise("""
                        x: float[batch, 2, 3]
                        y = Softmax(x)
                        return y: float[batch, 2, 3]
                        """, 11))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("Softmax 'y': axis 1 of a tensor of rank 3");
    }

    @Test
    void operatorThatChangedTooMuchIsRefusedByName() {
        assertThatThrownBy(() -> raise("""
                        x: float[1, 1, 2, 2]
                        y = Slice(x) starts=[0] ends=[1] axes=[2]
                        return y: float[1, 1, 1, 2]
                        """, 9))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("Slice 'y'")
                .hasMessageContaining("opset 9");
    }
}
