package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.run.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {

    @TempDir
    private Path folder;

    @Test
    void whatStaysFloatIsGivenAReason() throws Exception {
        String file = TinyModel.image(folder.resolve("image.onnx")).toString();

        assertThat(Outcome.of("explain", file).succeeds())
                .contains(
                        "0.00 % of the multiplications run on integers",
                        "0 nodes compute on integers, 1 in floating point", "none of its inputs is quantized");
        JsonNode json = Json.tree(Outcome.of("explain", file, "--json").succeeds());
        assertThat(json.at("/floatNodes").asInt()).isEqualTo(1);
        assertThat(json.at("/nodes/1/execution").asText()).isEqualTo("FLOAT");
    }

    @Test
    void integerKernelsAreNamed() {
        String file = TinyModel.table(folder.resolve("table.onnx")).toString();
        String small = folder.resolve("small.onnx").toString();
        Outcome.of("quantize", file, "--int8", "dynamic", "-o", small).succeeds();

        assertThat(Outcome.of("explain", small).succeeds())
                .contains("100.00 % of the multiplications", "DynamicQuantizeMatMul");
    }
}
