package dev.alambic.onnx.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumpyFileTest {
    private static final byte[] FLOATS = ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putFloat(1.5f)
            .putFloat(-2)
            .array();

    @TempDir
    Path folder;

    /** The bytes that {@code numpy.save} writes. */
    private static byte[] npy(String descr, String fortran, String shape, byte[] data) {
        String header = "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': (" + shape + "), }";
        String padded = header + " ".repeat(117 - header.length()) + "\n";
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + padded.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        bytes.putShort((short) padded.length())
                .put(padded.getBytes(StandardCharsets.US_ASCII))
                .put(data);
        return bytes.array();
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void anArrayIsATensor() throws IOException {
        Path file = file("a.npy", npy("<f4", "False", "2, 1", FLOATS));

        assertThat(NumpyFile.read(file))
                .containsOnlyKeys("")
                .containsValue(Tensor.ofFloats(new float[] {1.5f, -2}, 2, 1));
    }

    @Test
    void anArchiveHasItsArraysByNameInOrder() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "ids.npy", npy("<i8", "False", "1,", new byte[] {7, 0, 0, 0, 0, 0, 0, 0}));
            put(zip, "x.npy", npy("<f4", "False", "2,", FLOATS));
        }

        assertThat(NumpyFile.read(file("a.npz", bytes.toByteArray())))
                .containsExactly(
                        entry("ids", Tensor.ofLongs(new long[] {7}, 1)),
                        entry("x", Tensor.ofFloats(new float[] {1.5f, -2}, 2)));
    }

    private static void put(ZipOutputStream zip, String name, byte[] data) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(data);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            >f4; False; 2,        ; little-endian
            |O ; False; 2,        ; little-endian
            <f4; True ; '2, 1'    ; row-major
            <f4; False; 3,        ; ends in the middle
            <f4; False; 99999999999,; smaller than 2 GiB
            """)
    void whatIsNoPlainArrayIsRefused(String descr, String fortran, String shape, String reason) throws IOException {
        Path file = file("a.npy", npy(descr, fortran, shape, FLOATS));

        assertThatThrownBy(() -> NumpyFile.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("a.npy")
                .hasMessageContaining(reason);
    }

    @Test
    void otherBytesAreRefused() throws IOException {
        Path file = file("a.npy", new byte[20]);

        assertThatThrownBy(() -> NumpyFile.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("an array of NumPy");
    }
}
