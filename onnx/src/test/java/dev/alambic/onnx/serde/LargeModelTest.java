package dev.alambic.onnx.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nine times 256 MiB: more than protobuf can hold, and more than one mapped region. */
@Tag("slow")
class LargeModelTest {
    private static final int MATRICES = 9;
    private static final int BYTES = 256 << 20;

    private static OnnxModel model() {
        ByteBuffer weights = ByteBuffer.allocate(BYTES);
        weights.put(BYTES - 1, (byte) 42);
        return GraphText.model("""
                i: int64[n]
                y = Gather(w8, i)
                return y: uint8[n]
                """, graph -> {
            for (int i = 0; i < MATRICES; i++) {
                graph.initializer("w" + i, Tensor.of(DataType.UINT8, new long[] {BYTES}, weights));
            }
        });
    }

    @Test
    void weightsAboveTwoGibibytesGoOutsideAndComeBack(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("large.onnx");
        model().write(file);

        assertThat(Files.size(folder.resolve("large.onnx.data"))).isEqualTo((long) MATRICES * BYTES);
        assertThat(Files.size(file)).isLessThan(4096);
        assertThat(OnnxModel.read(file).graph().initializers().values())
                .hasSize(MATRICES)
                .allMatch(tensor -> tensor.data().get(BYTES - 1) == 42);
        try (Session session = Session.open(file, SessionOptions.defaults())) {
            assertThat(session.run(Map.of("i", Tensor.ofLongs(new long[] {0, BYTES - 1}, 2))))
                    .containsEntry("y", Tensor.ofBytes(DataType.UINT8, new byte[] {0, 42}, 2));
        }
    }

    @Test
    void aModelThatIsTooLargeForItsFileIsRefused(@TempDir Path folder) {
        WriteOptions inline = WriteOptions.defaults().withWeights(WriteOptions.Weights.INLINE);
        assertThatThrownBy(() -> ModelWriter.write(model().content(), folder.resolve("large.onnx"), inline))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("a model file is smaller than 2 GiB");
        assertThat(folder).isEmptyDirectory();
    }
}
