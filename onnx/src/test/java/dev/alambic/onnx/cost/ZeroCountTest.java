package dev.alambic.onnx.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

final class ZeroCountTest {

    @Test
    void packedFourBitElementsAreLookedAtOneByOne() {
        // low half first: 0, 3, 0, then padding
        Tensor weights = Tensor.of(DataType.INT4, new long[] {3}, ByteBuffer.wrap(new byte[] {0x30, 0x00}));
        assertThat(ZeroCount.nonZeros(weights)).isEqualTo(1);
    }

    @Test
    void oneZeroPointServesAllElements() {
        Tensor weights = Tensor.ofBytes(DataType.UINT8, new byte[] {(byte) 128, 0, (byte) 128}, 3);
        Tensor zero = Tensor.ofBytes(DataType.UINT8, new byte[] {(byte) 128});
        assertThat(ZeroCount.nonZeros(weights, ZeroPoints.along(weights, zero, 0, 1), 0))
                .isEqualTo(1);
    }

    @Test
    void zeroPointsAlongTheFirstAxisServeWholeRows() {
        Tensor weights = Tensor.ofBytes(DataType.INT8, new byte[] {1, 1, 2, 1}, 2, 2);
        Tensor zeros = Tensor.ofBytes(DataType.INT8, new byte[] {1, 2}, 2);
        assertThat(ZeroCount.nonZeros(weights, ZeroPoints.along(weights, zeros, 0, 1), 0))
                .isEqualTo(1);
    }

    @Test
    void emptyTensorHasNone() {
        assertThat(ZeroCount.nonZeros(Tensor.ofFloats(new float[0], 0, 3))).isZero();
    }

    @Test
    void zeroPointsOfBlocksServeTheirColumns() {
        Tensor weights = Tensor.ofBytes(DataType.INT8, new byte[] {1, 1, 2, 2, 3, 3, 4, 5}, 2, 4);
        Tensor zeros = Tensor.ofBytes(DataType.INT8, new byte[] {1, 2, 3, 4}, 2, 2);
        assertThat(ZeroCount.nonZeros(weights, ZeroPoints.along(weights, zeros, 1, 2), 0))
                .isEqualTo(1);
    }

    @Test
    void paddingIsNoElement() {
        Tensor weights = Tensor.ofBytes(DataType.INT8, new byte[] {1, 0, 7, 1, 1, 7}, 2, 3);
        assertThat(ZeroCount.nonZeros(weights, ZeroPoints.same(0), 1)).isEqualTo(3);
    }
}
