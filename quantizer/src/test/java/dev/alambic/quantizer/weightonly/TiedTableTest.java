package dev.alambic.quantizer.weightonly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.pass.ModelSize;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A table whose words are looked up, and by whose transpose the output layer multiplies. */
class TiedTableTest {
    private static final Map<String, Tensor> WORDS = Map.of("i", Tensor.ofLongs(new long[] {1, 5, 60, 2, 3, 4}, 2, 3));

    private static OnnxModel model(String product, int width) {
        return OnnxModel.of(
                GraphText.model("i: int64[batch, 3]\ne = Gather(t, i)\nh = Tanh(e)\n" + product + "\nreturn y", b -> {
                            b.initializer("t", new Weights(4).tensor(96, width));
                            b.initializer("c", new Weights(5).tensor(96));
                            b.initializer("s", Tensor.ofLongs(new long[] {-1, width}, 2));
                        })
                        .graph(),
                21);
    }

    private static Stream<Arguments> forms() {
        return Stream.of("RUNTIME", "FOLDED", "STANDARD")
                .flatMap(form -> Stream.of("8 0", "8 32", "4 32", "4 16")
                        .flatMap(codes -> Stream.of(true, false)
                                .flatMap(symmetric -> Stream.of(48, 64, 40)
                                        .flatMap(width -> Stream.of(
                                                        "w = Transpose(t) perm=[1,0]\ny = MatMul(h, w)",
                                                        "f = Reshape(h, s)\ny = Gemm(f, t, c) transB=1")
                                                .map(product ->
                                                        Arguments.of(form, codes, symmetric, width, product))))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void tableAndItsTransposeShareTheirCodes(String form, String codes, boolean symmetric, int width, String product) {
        OnnxModel model = model(product, width);
        int bits = codes.charAt(0) - '0';
        WeightOnlyOptions options = WeightOnlyOptions.defaults()
                .withForm(WeightOnlyOptions.Form.valueOf(form))
                .withCodes(new WeightOnlyOptions.CodeFormat(bits, Integer.parseInt(codes.substring(2)), symmetric))
                .withAccuracyLevel(0);

        OnnxModel made = Quantizer.weightOnly(model, options).model();

        assertThat(made.graph().initializers().values())
                .filteredOn(tensor -> tensor.elementCount() >= 96L * width / 2)
                .hasSize(1)
                .noneMatch(tensor -> tensor.dataType() == DataType.FLOAT);
        // scales and zero points of 16 or 32 codes each, and less than 3 kB of graph
        assertThat(ModelSize.of(made).bytes()).isLessThan(96L * width * bits / 8 * 3 / 2 + 3000);
        assertThat(Agreement.between(model, made, WORDS).relative()).isLessThan(bits == 8 ? 0.03 : 0.25);
    }

    @Test
    void tableThatIsExcludedInOnePlaceIsNotShared() {
        OnnxModel model = model("f = Reshape(h, s)\ny = Gemm(f, t) transB=1", 64)
                .mapGraph(graph -> graph.edit(out -> out.nodes(graph.nodes().stream()
                        .map(node -> node.is("Gemm") ? node.withName("head") : node)
                        .toList())));

        OnnxModel made = Quantizer.weightOnly(model, WeightOnlyOptions.int8().withExcluded(List.of("head")))
                .model();

        assertThat(made.graph().initializers().values())
                .anyMatch(tensor -> tensor.dataType() == DataType.FLOAT && tensor.elementCount() == 96 * 64);
        assertThat(Agreement.between(model, made, WORDS).relative()).isLessThan(0.03);
    }
}
