package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {

    @TempDir
    private Path folder;

    private String first = "";
    private String second = "";

    /** The second model gives one and a half times the first of the two outputs. */
    @BeforeEach
    void writeModels() {
        Path file = TinyModel.image(folder.resolve("image.onnx"));
        first = file.toString();
        OnnxModel changed = OnnxModel.read(file)
                .mapGraph(graph ->
                        graph.edit(out -> out.initializer("w", Tensor.ofFloats(new float[] {1.5f, 0, 0, 1}, 2, 2))));
        changed.write(folder.resolve("changed.onnx"));
        second = folder.resolve("changed.onnx").toString();
    }

    @Test
    void outputsAndLayersAreCompared() throws Exception {
        String text = Outcome.of("diff", first, second).succeeds();
        assertThat(text).contains("8 samples: random inputs", "logits", "Gemm", "Flatten", "the error first jumps at");
        JsonNode json = Json.tree(Outcome.of("diff", first, second, "--json").succeeds());
        assertThat(json.at("/outputs/0/value").asText()).isEqualTo("logits");
        // the second output, which is exact, halves the power of the noise at most
        assertThat(json.at("/outputs/0/sqnrDecibels").asDouble()).isBetween(3.0, 20.0);
        assertThat(json.at("/layers/0/sqnrDecibels").isNull()).isTrue();
        assertThat(json.at("/jump/value").asText()).isEqualTo("logits");
    }

    @Test
    void dataAreTakenWhereTheyAreNamed() throws Exception {
        Path table = TinyModel.table(folder.resolve("table.onnx"));
        Path rows = Files.writeString(folder.resolve("rows.csv"), "a,b,class\n1,2,high\n3,0,low\n");
        JsonNode json =
                Json.tree(Outcome.of("diff", table.toString(), table.toString(), "--data", rows.toString(), "--json")
                        .succeeds());
        assertThat(json.at("/coverage/samples").asInt()).isEqualTo(2);
        assertThat(json.at("/outputs/0/maxAbsoluteError").asDouble()).isZero();
        assertThat(json.at("/outputs/0/sqnrDecibels").isNull()).isTrue();
    }

    @Test
    void samplesWithoutLabelsAreTaken() throws Exception {
        Path table = TinyModel.table(folder.resolve("table.onnx"));
        Path rows = Files.writeString(folder.resolve("rows.csv"), "a,b\n1,2\n3,0\n");
        assertThat(Outcome.of("diff", table.toString(), table.toString(), "--calibration", rows.toString())
                        .succeeds())
                .contains("logits", "exact", "0 layers compared");
    }

    @Test
    void samplesOnWhichNothingIsANumberCompareNothing() throws Exception {
        Path table = TinyModel.table(folder.resolve("table.onnx"));
        Path nan = Files.write(folder.resolve("nan.npy"), NumpyBytes.of(() -> Double.NaN, 1, 2));
        Outcome.of("diff", table.toString(), table.toString(), "--inputs", nan.toString())
                .failsWith(3, "no output of the models is a number on these samples");
    }

    @Test
    void aMissedGoalIsOne() {
        assertThat(Outcome.of("diff", first, second, "--min-sqnr", "60").code()).isEqualTo(ExitCode.GOAL_MISSED);
        assertThat(Outcome.of("diff", first, second, "--max-error", "1e-6").code())
                .isEqualTo(ExitCode.GOAL_MISSED);
        Outcome.of("diff", first, first, "--max-error", "1e-6", "--min-sqnr", "60")
                .succeeds();
    }

    @Test
    void twoModelsAreNeeded() {
        Outcome.of("diff", first).fails(2, "alambic: diff: expected <a.onnx> <b.onnx> (see: alambic help diff)");
    }
}
