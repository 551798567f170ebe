package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.quantizer.Quantizer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixInputsTest {

    private static final OnnxModel MASKED = GraphText.model("""
            x: float[batch, words]
            mask: float[batch, words]
            y = Mul(x, mask)
            return y
            """, b -> {});

    private static OnnxModel rated() {
        Graph fast = GraphText.graph("a = Abs(x)\nreturn a");
        Graph slow = GraphText.graph("b = Neg(x)\nreturn b");
        return GraphText.model("x: float[2]\nsr: int64[]\nis = Equal(sr, rate)\nreturn y: float[2]", b -> {
            b.initializer("rate", Tensor.scalar(16_000L));
            b.node(Node.of("If", List.of("is"), "y").with("then_branch", fast).with("else_branch", slow));
        });
    }

    private static OnnxModel fixed(OnnxModel model, String name, String value) {
        return new FixInputs(Map.of(name, value)).apply(model);
    }

    @ParameterizedTest
    @CsvSource({"16000, y = Abs(x)", "8000, y = Neg(x)"})
    void branchesThatAreNotTakenGo(String rate, String left) {
        OnnxModel made = Quantizer.optimize(fixed(rated(), "sr", rate)).model();

        assertThat(made.graph()).hasToString(left);
        assertThat(made.graph().inputs()).extracting("name").containsExactly("x");
    }

    @Test
    void everyElementHasTheValueWhateverTheSizeOfAnotherInput() {
        OnnxModel made = fixed(MASKED, "mask", "3");

        Tensor x = Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        try (Session session = Session.open(made, SessionOptions.defaults())) {
            assertThat(session.run(Map.of("x", x)).get("y"))
                    .isEqualTo(Tensor.ofFloats(new float[] {3, 6, 9, 12, 15, 18}, 2, 3));
        }
    }

    @Test
    void fixedSizesMakeAConstant() {
        OnnxModel sized = new FixDimensions(Map.of("batch", 1L, "words", 2L)).apply(MASKED);

        assertThat(fixed(sized, "mask", "0.5").graph().constant("mask"))
                .contains(Tensor.ofFloats(new float[] {0.5f, 0.5f}, 1, 2));
    }

    @Test
    void samplesAreWithoutTheInput() {
        Map<String, Tensor> sample =
                Map.of("x", Tensor.ofFloats(new float[] {1}, 1, 1), "mask", Tensor.ofFloats(new float[] {1}, 1, 1));

        assertThat(fixed(MASKED.withSamples(List.of(sample)), "mask", "1")
                        .about()
                        .samples())
                .containsExactly(Map.of("x", Tensor.ofFloats(new float[] {1}, 1, 1)));
    }

    @Test
    void whatCannotBeFixedIsSaid() {
        assertThatThrownBy(() -> fixed(MASKED, "masks", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'masks'")
                .hasMessageContaining("mask, x");
        assertThatThrownBy(() -> fixed(MASKED, "mask", "much"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a value of float, was 'much'");
        assertThatThrownBy(() -> fixed(rated(), "sr", "1.5"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a value of int64, was '1.5'");
        OnnxModel alone = GraphText.model("x: float[n]\ny = Neg(x)\nreturn y", b -> {});
        assertThatThrownBy(() -> fixed(alone, "x", "1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fix that first, by --shape");
    }
}
