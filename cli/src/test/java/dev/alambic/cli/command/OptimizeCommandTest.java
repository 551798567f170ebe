package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizeCommandTest {

    @TempDir
    private Path folder;

    private String image = "";

    @BeforeEach
    void writeModel() {
        image = TinyModel.image(folder.resolve("image.onnx")).toString();
    }

    @Test
    void operatorsAreCountedBeforeAndAfter() throws Exception {
        Path out = folder.resolve("clean.onnx");
        JsonNode answer = Json.tree(Outcome.of("optimize", image, "-o", out.toString(), "--opset", "21", "--json")
                .succeeds());

        assertThat(answer.at("/before/operators/Gemm").asInt()).isEqualTo(1);
        assertThat(answer.at("/after/operators/Gemm").asInt()).isEqualTo(1);
        assertThat(answer.at("/before/opset").asInt()).isEqualTo(17);
        assertThat(answer.at("/after/opset").asInt()).isEqualTo(21);
        assertThat(answer.at("/passes/0").asText()).isEqualTo("RaiseOpset");
        assertThat(OnnxModel.read(out).opset()).isEqualTo(21);
    }

    @Test
    void tableIsForPeopleAndTheFileStandsBesideTheInput() {
        String text = Outcome.of("optimize", image).succeeds();

        assertThat(text).contains("operator", "before", "after", "Gemm", "all nodes", "image-optimized.onnx");
        assertThat(folder.resolve("image-optimized.onnx")).exists();
    }

    @Test
    void dimensionsAreFixed() {
        Path out = folder.resolve("fixed.onnx");
        Outcome.of("optimize", image, "-o", out.toString(), "--shape", "batch=1")
                .succeeds();

        assertThat(OnnxModel.read(out).graph().inputs()).hasToString("[x: float[1, 1, 1, 2]]");
    }

    @Test
    void wrongUseIsSaidInOneLine() {
        Outcome.of("optimize", image, "--shape", "batch")
                .fails(2, "alambic: optimize: --shape: expected name=size, was 'batch'");
        Outcome.of("optimize", image, "--shape", "sequence=4")
                .fails(2, "alambic: dimension 'sequence': no input has it (expected one of batch)");
        Outcome.of("optimize", image, "--opset", "99")
                .fails(2, "alambic: opset is between 7 and 25, or 0 for that of the model, was 99");
        Outcome.of("optimize", image, "-o", image)
                .fails(2, "alambic: " + image + ": would overwrite the input (choose another file by -o)");
        assertThat(Outcome.of("optimize", folder.resolve("none.onnx").toString())
                        .code())
                .isEqualTo(3);
    }
}
