package dev.alambic.cli.command;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;

/** Files of NumPy as bytes: one array of float32, in the order of C. */
final class NumpyBytes {

    private NumpyBytes() {}

    static byte[] of(DoubleSupplier values, int... dims) {
        String shape = Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining(", ", "", ","));
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }\n";
        int count = Arrays.stream(dims).reduce(1, Math::multiplyExact);
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + Float.BYTES * count)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY\u0001\u0000".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < count; i++) {
            bytes.putFloat((float) values.getAsDouble());
        }
        return bytes.array();
    }
}
