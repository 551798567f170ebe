package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.file.Scratch;
import java.nio.ByteBuffer;

/** Codes of 4 or 8 bits one after the other, the first in the low bits of the first byte. */
final class Packed {
    private final int bits;
    private final ByteBuffer bytes;

    Packed(int bits, long codes) {
        this.bits = bits;
        this.bytes = Scratch.allocate((codes * bits + 7) / 8);
    }

    void put(long index, int code) {
        if (bits == 8) {
            bytes.put((int) index, (byte) code);
        } else {
            int at = (int) (index >> 1);
            bytes.put(at, (byte) (bytes.get(at) | code << ((index & 1) * 4)));
        }
    }

    ByteBuffer bytes() {
        return bytes.rewind();
    }
}
