package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BenchCommandTest extends BenchFixture {

    private String table;
    private String image;
    private String fixed;

    BenchCommandTest() {
        super("memory");
    }

    @BeforeEach
    void writeModels() {
        table = table("table.onnx");
        image = TinyModel.image(folder.resolve("image.onnx")).toString();
        fixed = TinyModel.fixedBatch(folder.resolve("fixed.onnx")).toString();
    }

    private JsonNode models(String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        return Json.tree(bench(all.toArray(String[]::new)).succeeds()).get("models");
    }

    @Test
    void modelsOfDifferentInputsAreMeasuredSideBySide() throws Exception {
        JsonNode models = models(table, image, "--batch", "1,2");
        assertThat(models).extracting(model -> model.get("name").asText()).containsExactly("table", "image");
        assertThat(models).allSatisfy(model -> {
            assertThat(model.get("latency")).hasSize(2);
            assertThat(model.at("/startup/sessionMicros").asDouble()).isPositive();
        });
    }

    @Test
    void batchThatTheModelFixesIsTaken() throws Exception {
        assertThat(models(fixed).at("/0/latency/0/setting/batch").asInt()).isEqualTo(4);
    }

    @Test
    void batchThatTheModelDoesNotTakeIsRefused() {
        bench(fixed, "--batch", "1,4")
                .fails(ExitCode.USAGE, "alambic: bench: --batch: fixed takes one batch alone (expected 4, was [1, 4])");
    }

    @Test
    void sampleFilesAreFed() throws Exception {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "a,b\n1,2\n3,4\n");
        assertThat(models(table, "--inputs", rows.toString(), "--batch", "3")).hasSize(1);
    }

    @Test
    void sizeOfAnUnknownDimensionIsRefused() {
        bench(fixed, "--shape", "length=3")
                .fails(
                        ExitCode.USAGE,
                        "alambic: bench: --shape: the models have no dimension 'length' (expected one of [side])");
        bench(fixed, "--shape", "z:4x3")
                .fails(ExitCode.USAGE, "alambic: bench: --shape: the models have no input 'z' (expected one of [x])");
        bench(fixed, "--shape", "side")
                .fails(ExitCode.USAGE, "alambic: bench: --shape: expected name=size or input:1x3x48x320, was 'side'");
    }

    @Test
    void providerThatIsAbsentIsUnsupported() {
        bench(table, "--provider", "cpu,nnapi")
                .failsWith(ExitCode.UNSUPPORTED, "nnapi: the provider is not available: it needs Android");
    }
}
