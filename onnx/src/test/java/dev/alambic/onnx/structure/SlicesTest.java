package dev.alambic.onnx.structure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlicesTest {
    private static final Tensor CUBE = Tensor.filled(DataType.FLOAT, numbers(), 2, 3, 4);

    private static DoubleSupplier numbers() {
        int[] next = {0};
        return () -> next[0]++;
    }

    /** The slow, obvious form: every element whose place along the axis stays. */
    private static float[] expected(int axis, int... positions) {
        long[] dims = CUBE.dims();
        long inner = 1;
        for (int i = axis + 1; i < dims.length; i++) {
            inner *= dims[i];
        }
        List<Float> kept = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            long place = i / inner % dims[axis];
            if (Arrays.stream(positions).anyMatch(position -> position == place)) {
                kept.add((float) i);
            }
        }
        float[] values = new float[kept.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = kept.get(i);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void positionsAlongEachAxisAreTaken(int axis) {
        Tensor taken = Slices.take(CUBE, axis, new int[] {1});

        assertThat(taken.floats()).isEqualTo(expected(axis, 1));
        assertThat(taken.dim(axis)).isEqualTo(1);
    }

    @Test
    void severalStayInTheirOrder() {
        assertThat(Slices.take(CUBE, 2, new int[] {0, 3}).floats()).isEqualTo(expected(2, 0, 3));
    }

    @Test
    void noneLeavesNothing() {
        assertThat(Slices.take(CUBE, 1, new int[0]).dims()).containsExactly(2, 0, 4);
        assertThat(Slices.take(Tensor.ofFloats(new float[0], 0, 3), 1, new int[] {2})
                        .dims())
                .containsExactly(0, 1);
    }

    @Test
    void theTypeStays() {
        Tensor bytes = Tensor.ofBytes(DataType.INT8, new byte[] {1, 2, 3}, 3);

        assertThat(Slices.take(bytes, 0, new int[] {2})).isEqualTo(Tensor.ofBytes(DataType.INT8, new byte[] {3}, 1));
    }
}
