package dev.alambic.quantizer.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.ModelSize;
import dev.alambic.quantizer.pass.Passes;
import dev.alambic.quantizer.pass.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ComputeFloat32Test {

    private static Tensor half(DataType type, long... dims) {
        return Tensor.ofFloats(type, new Weights(3).normal(dims), dims);
    }

    private static OnnxModel model(DataType type) {
        String name = type.lowerName();
        return GraphText.model(
                "x: " + name + "[batch, 16]\ny = MatMul(x, w)\nz = Add(y, b)\nreturn z: " + name + "[batch, 24]", b -> {
                    b.initializer("w", half(type, 16, 24));
                    b.initializer("b", half(type, 24));
                });
    }

    @Test
    void halfModelComputesInFloatBetweenItsOwnInputsAndOutputs() {
        OnnxModel made = Passes.run(new ComputeFloat32(), model(DataType.FLOAT16));

        assertThat(made.graph().nodes()).extracting(Node::opType).containsExactly("Cast", "MatMul", "Add", "Cast");
        assertThat(made.graph().initializers().values())
                .allSatisfy(tensor -> assertThat(tensor.dataType()).isEqualTo(DataType.FLOAT));
        assertThat(made.graph().inputs())
                .isEqualTo(model(DataType.FLOAT16).graph().inputs());
    }

    @Test
    void bodiesAreWidenedToo() {
        Graph body = GraphText.graph(
                "b = Mul(x, k)\nreturn b: float16[2]", b -> b.initializer("k", half(DataType.FLOAT16, 2)));
        OnnxModel model = GraphText.model(
                "x: float16[2]\nc: bool[]\nreturn y: float16[2]",
                b -> b.node(Node.of("If", List.of("c"), "y")
                        .with("then_branch", body)
                        .with("else_branch", body)));

        OnnxModel made = Passes.run(new ComputeFloat32(), model);

        assertThat(made.graph().nodes()).extracting(Node::opType).containsExactly("Cast", "If", "Cast");
    }

    @Test
    void floatModelStaysTheSame() {
        OnnxModel model = GraphText.model("x: float[2]\ny = Neg(x)\nreturn y", b -> {});

        assertThat(Passes.run(new ComputeFloat32(), model)).isSameAs(model);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void weightsOfHalfModelsAreQuantized(DataType type) {
        Result made = Quantizer.int8Dynamic(model(type));

        assertThat(made.model().graph().nodes()).extracting(Node::opType).contains("MatMulInteger");
        assertThat(made.sqnrDecibels()).isGreaterThan(25);
        assertThat(made.model().graph().inputs())
                .extracting(ValueInfo::toString)
                .containsExactly("x: " + type.lowerName() + "[batch, 16]");
    }

    @Test
    void weightsThatOurOwnStorageCastsAreQuantized() {
        OnnxModel model = GraphText.model("x: float[batch, 64]\ny = MatMul(x, w)\nz = MatMul(y, v)\nreturn z", b -> {
            b.initializer("w", new Weights(3).tensor(64, 48));
            b.initializer("v", new Weights(5).tensor(48, 32));
        });
        OnnxModel stored = Quantizer.fp16(model, Fp16.STORAGE).model();

        OnnxModel made = Quantizer.int8Dynamic(stored).model();

        assertThat(ModelSize.of(made).bytes()).isLessThan(ModelSize.of(stored).bytes() * 6 / 10);
        assertThat(made.graph().nodes())
                .extracting(Node::opType)
                .filteredOn("MatMulInteger"::equals)
                .hasSize(2);
    }
}
