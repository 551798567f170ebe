package dev.alambic.onnx.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScratchTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 65_537})
    void roomIsZeroAndKeepsWhatIsPut(int bytes) {
        ByteBuffer room = Scratch.allocate(bytes);

        assertThat(room.capacity()).isEqualTo(bytes);
        assertThat(room.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        if (bytes > 0) {
            assertThat(room.get(bytes - 1)).isZero();
            room.put(bytes - 1, (byte) 7);
            assertThat(room.get(bytes - 1)).isEqualTo((byte) 7);
        }
    }

    @Test
    void largeRoomIsOutsideOfTheHeap() {
        assertThat(Scratch.allocate(1 << 20).isDirect()).isTrue();
        assertThat(Scratch.allocate(1000).isDirect()).isFalse();
    }

    @Test
    void moreThanATensorCanHoldIsRefused() {
        assertThatThrownBy(() -> Scratch.allocate(1L << 31)).hasMessageContaining("less than 2 GiB");
    }
}
