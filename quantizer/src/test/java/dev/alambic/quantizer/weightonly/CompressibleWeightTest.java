package dev.alambic.quantizer.weightonly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.HalfFloat;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressibleWeightTest {

    private static Optional<CompressibleWeight> of(String call) {
        Weights weights = new Weights(4);
        Graph graph = GraphText.graph("x: float[batch, 6]\nfed: float[6, 4]\ny = " + call + "\nreturn y", b -> {
            b.initializer("m", weights.tensor(6, 4));
            b.initializer("h", Tensor.ofFloats(DataType.FLOAT16, weights.normal(6, 4), 6, 4));
            b.initializer("w", weights.tensor(4, 3, 2));
            b.initializer("i", Tensor.ofInts(new int[24], 6, 4));
            b.initializer("fed", weights.tensor(6, 4));
            b.initializer("b", weights.tensor(4));
        });
        return CompressibleWeight.of(graph, graph.nodes().get(0));
    }

    /** Rows are what has a scale of its own: output channels, or words. */
    @ParameterizedTest
    @CsvSource({
        "MatMul(x; m),            PRODUCT,     4, 6",
        "MatMul(x; h),            PRODUCT,     4, 6",
        "Gemm(x; m; b) transB=1,  PRODUCT,     6, 4",
        "Gemm(x; m) beta=0.5,     PRODUCT,     4, 6",
        "Gather(m; x),            TABLE,       6, 4",
        "Conv(x; w),              CONVOLUTION, 4, 6"
    })
    void weightsAreSeenAsRows(String call, CompressibleWeight.Kind kind, int rows, int columns) {
        CompressibleWeight weight = of(call.replace(';', ',')).orElseThrow();

        assertThat(weight.kind()).isEqualTo(kind);
        assertThat(weight.matrix().rows()).isEqualTo(rows);
        assertThat(weight.matrix().columns()).isEqualTo(columns);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MatMul(m, x)", "MatMul(x, i)", "MatMul(x, fed)", "Gather(m, x) axis=1", "Gather(fed, x)"})
    void othersStayAsTheyAre(String call) {
        assertThat(of(call)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, false", "FLOAT, true", "FLOAT16, false", "FLOAT16, true"})
    void rowsAreReadInPieces(DataType type, boolean columnsFirst) {
        float[] values = new float[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Matrix matrix =
                new Matrix(Tensor.ofFloats(type, values, columnsFirst ? 4 : 3, columnsFirst ? 3 : 4), columnsFirst);

        float[] expected =
                columnsFirst ? new float[] {1, 4, 7, 10, 2, 5, 8, 11} : new float[] {4, 5, 6, 7, 8, 9, 10, 11};
        assertThat(matrix.rows(1, 2)).isEqualTo(expected);
    }

    @Test
    void fourBitCodesShareABytePairByPairTheFirstLow() {
        Packed packed = new Packed(4, 3);
        packed.put(0, 0xA);
        packed.put(1, 0x5);
        packed.put(2, 0xF);

        byte[] bytes = new byte[2];
        packed.bytes().get(bytes);
        assertThat(bytes).containsExactly(0x5A, 0x0F);
    }

    @Test
    void scalesAreStoredAsTheFileHoldsThem() {
        Grid half = new Grid(4, true, true, DataType.FLOAT16);

        assertThat(half.stored(1e9)).isEqualTo(HalfFloat.MAX_FLOAT16);
        // what vanishes in float16 becomes 1, since the numbers of the block are all zero then
        assertThat(half.stored(1e-9)).isEqualTo(1);
        assertThat(new Grid(4, true, true, DataType.FLOAT).stored(1e-9)).isEqualTo(1e-9f);
    }

    @ParameterizedTest
    @CsvSource({"0.5, 8", "1.5, 10", "2.5, 10", "-100, 0", "100, 15"})
    void codesRoundHalvesToEvenAndStayInside(float value, int code) {
        assertThat(new Grid(4, true, true, DataType.FLOAT).code(value, 1, 8)).isEqualTo(code);
    }
}
