package dev.alambic.quantizer.int8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.ModelSize;
import dev.alambic.quantizer.pass.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TiedProductTest {
    private static final Map<String, Tensor> WORDS = Map.of("i", Tensor.ofLongs(new long[] {1, 5, 60, 2, 3, 4}, 2, 3));

    private static OnnxModel model(String product) {
        return GraphText.model("i: int64[batch, 3]\ne = Gather(t, i)\nh = Tanh(e)\n" + product + "\nreturn y", b -> {
            b.initializer("t", new Weights(4).tensor(64, 32));
            b.initializer("c", new Weights(5).tensor(64));
        });
    }

    private static OnnxModel quantized(OnnxModel model) {
        return Quantizer.int8Dynamic(model).model();
    }

    @Test
    void tableAndItsTransposeShareTheirIntegers() {
        OnnxModel model = model("w = Transpose(t) perm=[1,0]\ny = MatMul(h, w)");

        OnnxModel made = quantized(model);

        assertThat(made.graph().initializers().values().stream().filter(t -> t.dataType() == DataType.INT8))
                .hasSize(1);
        assertThat(ModelSize.of(made).bytes()).isLessThan(ModelSize.of(model).bytes() / 3);
        assertThat(made.graph().nodes()).extracting(Node::opType).contains("MatMulInteger");
        assertThat(Agreement.between(model, made, WORDS).relative()).isLessThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"f = Reshape(h, s)\ny = Gemm(f, t, c) transB=1", "f = Reshape(h, s)\ny = Gemm(f, t) transB=1"})
    void gemmByATransposedTableSharesThem(String product) {
        OnnxModel model = model(product)
                .mapGraph(graph -> graph.edit(out -> out.initializer("s", Tensor.ofLongs(new long[] {-1, 32}, 2))));

        OnnxModel made = quantized(model);

        assertThat(made.graph().initializers().values().stream().filter(t -> t.dataType() == DataType.INT8))
                .hasSize(1);
        assertThat(Agreement.between(model, made, WORDS).relative()).isLessThan(0.02);
    }

    @Test
    void tableThatAnotherNodeReadsAsItIsStays() {
        OnnxModel model = model("w = Transpose(t) perm=[1,0]\nv = MatMul(h, w)\nu = MatMul(v, t)\ny = Add(h, u)");

        assertThat(quantized(model).graph().initializers().values())
                .anyMatch(tensor -> tensor.dataType() == DataType.FLOAT && tensor.elementCount() == 64 * 32);
    }

    /** Static integers do not look up: the table would be stored as floats and as integers. */
    @Test
    void staticIntegersDoNotCopyTheTable() {
        OnnxModel model = model("f = Reshape(h, s)\ng = Gemm(f, m) transB=1\ny = Gemm(g, t, c) transB=1")
                .mapGraph(graph -> graph.edit(out -> {
                    out.initializer("s", Tensor.ofLongs(new long[] {-1, 32}, 2));
                    out.initializer("m", new Weights(6).tensor(32, 32));
                }));

        Result made = Quantizer.int8Static(model, Calibration.of(List.of(WORDS)));

        assertThat(made.model().graph().initializers().values().stream()
                        .filter(tensor -> tensor.dataType() == DataType.INT8))
                .extracting(Tensor::elementCount)
                .contains(32L * 32)
                .doesNotContain(64L * 32);
        assertThat(ModelSize.of(made.model()).bytes())
                .isLessThan(ModelSize.of(model).bytes());
        assertThat(made.notes()).anyMatch(note -> note.contains("rows of its weight are looked up as well"));
    }
}
