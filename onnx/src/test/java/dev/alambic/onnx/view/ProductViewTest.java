package dev.alambic.onnx.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProductViewTest {

    /** Numbers 0, 1, 2, ... in the order of memory. */
    private static Tensor counting(DataType type, long... dims) {
        float[] values = new float[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Tensor.ofFloats(type, values, dims);
    }

    private static Graph graph(String call, Tensor weight) {
        return GraphText.graph("x: float[batch, 6]\nextra: float[4]\ny = " + call + "\nreturn y", b -> {
            b.initializer("w", weight);
            b.initializer("b", counting(DataType.FLOAT, 4));
            b.initializer("row", counting(DataType.FLOAT, 1, 4));
            b.initializer("one", counting(DataType.FLOAT, 1));
            b.initializer("extra", counting(DataType.FLOAT, 4));
        });
    }

    private static Optional<ProductView> view(String call, long... dims) {
        Graph graph = graph(call, counting(DataType.FLOAT, dims));
        return ProductView.of(graph, graph.nodes().get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "MatMul(x; w),                      6x4",
        "Gemm(x; w; b),                     6x4",
        "Gemm(x; w; b) transB=1,            4x6",
        "Gemm(x; w) beta=0.5,               6x4",
        "Conv(x; w; b),                     4x2x3",
        "Conv(x; w) group=2,                4x6x1"
    })
    void productsHaveOutputsAndWhatEachReads(String call, String dims) {
        ProductView view = view(call.replace(';', ','), dims(dims)).orElseThrow();

        assertThat(view.outputs()).isEqualTo(4);
        assertThat(view.width()).isEqualTo(6);
        // the weights count up, so that each says where it stands
        int step = view.layout().first() ? 1 : 4;
        assertThat(view.index(3, 1) - view.index(3, 0)).isEqualTo(step);
        assertThat(view.layout().channel(view.index(3, 5))).isEqualTo(3);
        assertThat(view.layout().position(view.index(3, 5))).isEqualTo(5);
    }

    private static long[] dims(String text) {
        return Arrays.stream(text.split("x")).mapToLong(Long::parseLong).toArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Gemm(x, w, b) alpha=0.5",
                "Gemm(x, w, b) beta=0.5",
                "Gemm(x, w, b) transA=1",
                "MatMul(w, x)",
                "ConvTranspose(x, w)",
                "Conv(x, w)"
            })
    void othersHaveNone(String call) {
        assertThat(view(call, 6, 4)).isEmpty();
    }

    @Test
    void aWeightThatTheCallerCanOverrideHasNone() {
        Graph graph = GraphText.graph(
                "x: float[batch, 6]\nw: float[6, 4]\ny = MatMul(x, w)\nreturn y",
                b -> b.initializer("w", counting(DataType.FLOAT, 6, 4)));

        assertThat(ProductView.of(graph, graph.nodes().get(0))).isEmpty();
    }

    @Test
    void float16IsAskedForByName() {
        Graph graph = graph("MatMul(x, w)", counting(DataType.FLOAT16, 6, 4));

        assertThat(ProductView.of(graph, graph.nodes().get(0))).isEmpty();
        assertThat(ProductView.ofFloats(graph, graph.nodes().get(0))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "Gemm(x; w),        true,  0",
        "Gemm(x; w; b),     true,  4",
        "Gemm(x; w; row),   true,  4",
        "Gemm(x; w; one),   true,  4",
        "Gemm(x; w; extra), false, 0",
        "Gemm(x; w; x),     false, 0"
    })
    void theBiasIsKnownIfItIsOneConstantForEachOutput(String call, boolean known, int numbers) {
        ProductView view = view(call.replace(';', ','), 6, 4).orElseThrow();

        assertThat(view.hasKnownBias()).isEqualTo(known);
        assertThat(view.bias().map(Tensor::elementCount).orElse(0L)).isEqualTo(numbers);
        assertThat(view.bias().map(Tensor::rank).orElse(1)).isEqualTo(1);
    }

    @Test
    void outputsBelongToGroupsInTheirOrder() {
        ProductView view = view("Conv(x, w) group=2", 4, 3, 2).orElseThrow();

        assertThat(new int[] {view.group(0), view.group(1), view.group(2), view.group(3)})
                .containsExactly(0, 0, 1, 1);
    }
}
