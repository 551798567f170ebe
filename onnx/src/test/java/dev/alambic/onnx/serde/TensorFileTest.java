package dev.alambic.onnx.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFileTest {
    @TempDir
    Path folder;

    @Test
    void readsOneTensor() throws IOException {
        TensorProto proto = TensorProto.newBuilder()
                .setDataType(1)
                .addDims(2)
                .addFloatData(1)
                .addFloatData(-2)
                .build();
        Path file = Files.write(folder.resolve("input_0.pb"), proto.toByteArray());
        assertThat(TensorFile.read(file)).isEqualTo(Tensor.ofFloats(new float[] {1, -2}, 2));
    }

    @Test
    void refusesWhatIsNoTensor() throws IOException {
        Path file = Files.writeString(folder.resolve("input_0.pb"), "no tensor");
        assertThatThrownBy(() -> TensorFile.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("input_0.pb");
    }
}
