package dev.alambic.quantizer.simplify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.quantizer.OptimizeOptions;
import dev.alambic.quantizer.Quantizer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FixDimensionsTest {

    private static final OnnxModel MODEL = GraphText.model("""
            x: float[batch, tokens, 4]
            s = Shape(x)
            n = ReduceProd(s) keepdims=0
            c = Cast(n) to=1
            y = Div(x, c)
            return y: float[batch, tokens, 4]
            """, b -> b.initializer("unused", Tensor.scalar(1f)));

    @Test
    void arithmeticOnFixedShapesFolds() {
        OnnxModel made = Quantizer.optimize(
                        MODEL, OptimizeOptions.defaults().withDimensions(Map.of("batch", 3L, "tokens", 5L)))
                .model();

        assertThat(made.graph()).hasToString("y = Div(x, c)");
        assertThat(made.graph().initializer("c")).contains(Tensor.scalar(60f));
        assertThat(made.graph().inputs()).hasToString("[x: float[3, 5, 4]]");
        assertThat(made.graph().outputs()).hasToString("[y: float[3, 5, 4]]");
        assertThat(Agreement.between(MODEL, made, RandomInputs.of(made, Map.of(), 1))
                        .relative())
                .isLessThan(1e-6); // one division
    }

    @Test
    void oneOfSeveralIsFixed() {
        OnnxModel made = new FixDimensions(Map.of("batch", 1L)).apply(MODEL);

        assertThat(made.graph().inputs()).hasToString("[x: float[1, tokens, 4]]");
    }

    @Test
    void extentWithoutANameGoesByItsPlace() {
        Graph graph = Graph.build("nameless", b -> {
            b.input(new ValueInfo(
                    "x",
                    new TensorType(DataType.FLOAT, new Shape(List.of(Dim.unknown(), Dim.unknown()))),
                    Bytes.EMPTY));
            b.output(new ValueInfo("x", null, Bytes.EMPTY));
        });

        OnnxModel made = new FixDimensions(Map.of("x.0", 7L)).apply(OnnxModel.of(graph, 17));

        assertThat(made.graph().inputs()).hasToString("[x: float[7, ?]]");
    }

    @Test
    void nameThatNoInputHasIsRefused() {
        assertThatThrownBy(() -> new FixDimensions(Map.of("sequence", 1L)).apply(MODEL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dimension 'sequence': no input has it (expected one of batch, tokens)");
        assertThatThrownBy(() -> new FixDimensions(Map.of("batch", 0L)))
                .hasMessage("dimension 'batch': a size is at least 1, was 0");
    }

    @Test
    void aWholeShapeFixesAxesWithoutNamesAndWithoutARank() {
        Graph graph = GraphText.graph("x: float[?, words]\nz: float[words]\ny = Add(x, z)\nreturn y");
        OnnxModel model = OnnxModel.of(graph, 17);

        OnnxModel made = new FixDimensions(Map.of(), Map.of("x", List.of(1L, 576L))).apply(model);

        assertThat(made.graph().inputs())
                .extracting(Object::toString)
                .containsExactly("x: float[1, 576]", "z: float[576]");
        assertThatThrownBy(() -> new FixDimensions(Map.of(), Map.of("x", List.of(1L))).apply(model))
                .hasMessageContaining("shape of 'x': expected one that fits");
        assertThatThrownBy(() -> new FixDimensions(Map.of(), Map.of("u", List.of(1L))).apply(model))
                .hasMessageContaining("no input has that name");
    }
}
