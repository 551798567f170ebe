package dev.alambic.onnx.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSourceTest {

    @Test
    void aPathIsAFile(@TempDir Path folder) {
        OnnxModel model = OnnxModel.of(GraphText.graph("return x"), 17);
        Path file = folder.resolve("model.onnx");
        model.write(file);
        assertThat(ModelSource.open(file.toString()).graph()).isEqualTo(model.graph());
    }

    @Test
    void whatIsNeitherNameNorFileIsRefused() {
        assertThatThrownBy(() -> ModelSource.open("all-minilm"))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageStartingWith("all-minilm: ");
    }

    @Test
    void aModelThatIsNotInTheBuildSaysHowToGetIt() {
        Assumptions.assumeFalse(ModelSource.isThere("ppocr-cls"), "the profile models is on");
        assertThatThrownBy(() -> ModelSource.open("ppocr-cls"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage(
                        "ppocr-cls: this model is not in the build (set ALAMBIC_PROFILES=models, in Maven: -Pmodels)");
    }
}
