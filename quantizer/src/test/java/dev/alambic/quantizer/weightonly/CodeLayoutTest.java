package dev.alambic.quantizer.weightonly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same two rows of five codes, in blocks of four, in every layout; 8 bits, so that bytes are codes. */
class CodeLayoutTest {
    private static final byte[][] ROWS = {{1, 2, 3, 4, 5}, {11, 12, 13, 14, 15}};

    private static Codes codes() {
        Codes codes = new Codes(2, 5, 4);
        for (int row = 0; row < 2; row++) {
            System.arraycopy(ROWS[row], 0, codes.values, row * 5, 5);
            for (int block = 0; block < 2; block++) {
                codes.scales[row * 2 + block] = 10 * row + block + 1;
                codes.zeros[row * 2 + block] = (byte) (100 + 10 * row + block);
            }
        }
        return codes;
    }

    private static Matrix matrix(boolean columnsFirst) {
        return new Matrix(Tensor.ofFloats(new float[10], columnsFirst ? 5 : 2, columnsFirst ? 2 : 5), columnsFirst);
    }

    private static Arguments layout(String name, BiFunction<Grid, Integer, CodeLayout> maker, long... values) {
        return Arguments.of(name, maker, values);
    }

    static Stream<Arguments> layouts() {
        return Stream.of(
                layout(
                        "rows",
                        (grid, block) -> CodeLayout.axis(grid, matrix(false), block, false),
                        1,
                        2,
                        3,
                        4,
                        5,
                        11,
                        12,
                        13,
                        14,
                        15),
                layout(
                        "columns",
                        (grid, block) -> CodeLayout.axis(grid, matrix(true), block, false),
                        1,
                        11,
                        2,
                        12,
                        3,
                        13,
                        4,
                        14,
                        5,
                        15),
                layout(
                        "table",
                        (grid, block) -> CodeLayout.table(grid, 2, 5, block),
                        1,
                        2,
                        3,
                        4,
                        5,
                        11,
                        12,
                        13,
                        14,
                        15),
                // the last block of each row is filled up
                layout(
                        "product",
                        (grid, block) -> CodeLayout.product(grid, 2, 5, block),
                        1,
                        2,
                        3,
                        4,
                        5,
                        0,
                        0,
                        0,
                        11,
                        12,
                        13,
                        14,
                        15,
                        0,
                        0,
                        0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void eachCodeStandsWhereItsOperatorLooksForIt(
            String name, BiFunction<Grid, Integer, CodeLayout> maker, long[] values) {
        CodeLayout layout = filled(maker.apply(new Grid(8, false, true, DataType.FLOAT), 4));

        assertThat(layout.values().longs()).containsExactly(values);
        assertThat(layout.scales().floats())
                .containsExactly(name.equals("columns") ? new float[] {1, 11, 2, 12} : new float[] {1, 2, 11, 12});
        assertThat(layout.zeros().orElseThrow().longs())
                .containsExactly(
                        name.equals("columns") ? new long[] {100, 110, 101, 111} : new long[] {100, 101, 110, 111});
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void symmetricCodesNeedNoZeros(String name, BiFunction<Grid, Integer, CodeLayout> maker, long[] values) {
        CodeLayout layout = filled(maker.apply(new Grid(8, true, true, DataType.FLOAT), 4));

        assertThat(layout.zeros()).as(name).isEmpty();
        // those of the standard are signed: the middle code, 128, is zero
        boolean signed = layout.values().dataType() == DataType.INT8;
        assertThat(layout.values().longs()[0]).isEqualTo(signed ? 1 - 128 : values[0]);
    }

    private static CodeLayout filled(CodeLayout layout) {
        Codes codes = codes();
        layout.put(0, codes, 0);
        layout.put(1, codes, 1);
        return layout;
    }
}
