package dev.alambic.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryModelTest {

    @Test
    void theFolderIsGoneAfterClosing() {
        OnnxModel model = GraphText.model("x: float[1]\ny = Relu(x)\nreturn y", graph -> {});
        Path file;
        try (TemporaryModel temporary = TemporaryModel.of(model)) {
            file = temporary.file();
            assertThat(OnnxModel.read(file)).isEqualTo(model);
        }
        assertThat(file.resolveSibling("")).doesNotExist();
    }
}
