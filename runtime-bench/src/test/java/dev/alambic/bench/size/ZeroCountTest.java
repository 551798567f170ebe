package dev.alambic.bench.size;

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
        assertThat(ZeroCount.nonZeros(weights, null, 0)).isEqualTo(1);
    }

    @Test
    void oneZeroPointServesAllElements() {
        Tensor weights = Tensor.ofBytes(DataType.UINT8, new byte[] {(byte) 128, 0, (byte) 128}, 3);
        Tensor zero = Tensor.ofBytes(DataType.UINT8, new byte[] {(byte) 128});
        assertThat(ZeroCount.nonZeros(weights, zero, 1)).isEqualTo(1);
    }

    @Test
    void zeroPointsAlongTheFirstAxisServeWholeRows() {
        Tensor weights = Tensor.ofBytes(DataType.INT8, new byte[] {1, 1, 2, 1}, 2, 2);
        Tensor zeros = Tensor.ofBytes(DataType.INT8, new byte[] {1, 2}, 2);
        assertThat(ZeroCount.nonZeros(weights, zeros, 0)).isEqualTo(1);
    }

    @Test
    void emptyTensorHasNone() {
        assertThat(ZeroCount.nonZeros(Tensor.ofFloats(new float[0], 0, 3), null, 0))
                .isZero();
    }
}
