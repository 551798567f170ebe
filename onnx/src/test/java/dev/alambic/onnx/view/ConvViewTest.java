package dev.alambic.onnx.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvViewTest {

    private static Graph graph(String call) {
        return GraphText.graph("x: float[batch, 4, 7]\ny = " + call + "\nreturn y", b -> {
            b.initializer("w", Tensor.ofFloats(new float[4 * 3 * 2], 4, 3, 2));
            b.initializer("m", Tensor.ofFloats(new float[12], 4, 3));
            b.initializer("r", Tensor.ofFloats(new float[2 * 8 * 3], 2, 8, 3));
        });
    }

    private static Optional<ConvView> view(String call) {
        Graph graph = graph(call);
        return ConvView.of(graph, graph.nodes().get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "Conv(x; w),                  4, false",
        "Conv(x; w) group=2,          4, false",
        "ConvTranspose(x; w),         3, true",
        "ConvTranspose(x; w) group=2, 6, true"
    })
    void aTransposedOneHasTheOutputsOfEachGroupSecond(String call, long outputs, boolean transposed) {
        ConvView view = view(call.replace(';', ',')).orElseThrow();

        assertThat(view.outputs()).isEqualTo(outputs);
        assertThat(view.isTransposed()).isEqualTo(transposed);
    }

    @ParameterizedTest
    @CsvSource({"Conv(x; x)", "Conv(x; m)", "MatMul(x; w)"})
    void othersHaveNone(String call) {
        assertThat(view(call.replace(';', ','))).isEmpty();
    }

    private static Optional<RecurrentView> recurrent(String call) {
        Graph graph = graph(call);
        return RecurrentView.of(graph, graph.nodes().get(0));
    }

    @Test
    void recurrentNodesHaveTwoWeights() {
        assertThat(recurrent("LSTM(x, r, r)").orElseThrow().weights()).isEqualTo(96);
        assertThat(recurrent("LSTM(x, r, x)")).isEmpty();
        assertThat(recurrent("Conv(x, w)")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"LSTM(x; r; r), true", "LSTM(x; r; r) layout=1, false", "GRU(x; r; r), false"})
    void onlyAnLstmBySequenceHasAnOperatorOnIntegers(String call, boolean has) {
        assertThat(recurrent(call.replace(';', ',')).orElseThrow().hasIntegers())
                .isEqualTo(has);
    }
}
