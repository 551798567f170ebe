package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.run.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageCommandTest {

    @TempDir
    private Path folder;

    private String model = "";
    private String zip = "";

    @BeforeEach
    void writeModel() {
        model = TinyModel.image(folder.resolve("image.onnx")).toString();
        zip = folder.resolve("image.alambic.zip").toString();
    }

    @Test
    void whatIsPackedBesideTheModelVerifies() throws Exception {
        JsonNode packed = Json.tree(Outcome.of("package", model, "--version", "2.0", "--licence", "MIT", "--json")
                .succeeds());
        assertThat(packed.at("/file").asText()).isEqualTo(zip);
        assertThat(packed.at("/goldenVectors").asInt()).isGreaterThanOrEqualTo(8);

        JsonNode verified = Json.tree(Outcome.of("verify", zip, "--json").succeeds());
        assertThat(verified.at("/version").asText()).isEqualTo("2.0");
        assertThat(verified.at("/misses")).isEmpty();
        assertThat(Outcome.of("verify", zip).succeeds())
                .contains("image 2.0: whole and unchanged")
                .contains("not signed");
    }

    @Test
    void aChangedPackageIsABrokenFile() throws IOException {
        Outcome.of("package", model).succeeds();
        byte[] bytes = Files.readAllBytes(Path.of(zip));
        bytes[bytes.length / 2] ^= 1;
        Files.write(Path.of(zip), bytes);
        Outcome.of("verify", zip).failsWith(3, "image.alambic.zip: its bytes are those that alambic package writes");
        Outcome.of("verify", model).failsWith(3, "image.onnx");
        Outcome.of("verify", zip + "x").failsWith(3, "the package is there");
    }

    @Test
    void aMissedBudgetIsAGoalMissedAndNothingIsWritten() {
        Outcome.of("package", model, "--budget", "10B").failsWith(1, "budget missed: size:");
        assertThat(Path.of(zip)).doesNotExist();
        Outcome.of("package", model, "--budget", "1ms").failsWith(2, "--bench");
        Outcome.of("package", model, "--budget", "1parsec").failsWith(2, "--budget:");
    }

    /** Measures the model as {@code bench} does, into the file. */
    private void bench(Path result) {
        Outcome.of("bench", model, "--seconds", "0.1", "--skip", "memory,startup", "-o", result.toString())
                .succeeds();
    }

    private String card() throws IOException {
        try (ZipFile file = new ZipFile(zip)) {
            return new String(
                    file.getInputStream(file.getEntry("MODEL_CARD.md")).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theTimeOfABudgetIsTakenFromABenchmark() throws IOException {
        Path result = folder.resolve("result.json");
        bench(result);
        Outcome.of("package", model, "--bench", result.toString(), "--budget", "0.000001us")
                .failsWith(1, "budget missed: latency:");
        Outcome.of("package", model, "--bench", result.toString(), "--budget", "10s")
                .succeeds();
        assertThat(card())
                .contains("| samples a call | threads | median | p90 | p99 |\n|---|---|---|---|---|\n| 1 | 1 | 0.0")
                .doesNotContain("## Speed\n\nNot measured");
        String other = TinyModel.table(folder.resolve("table.onnx")).toString();
        Outcome.of("package", other, "--bench", result.toString())
                .failsWith(3, "result.json: it has a time of a model of this size");
    }

    @Test
    void theTimesOfTheRunThatAModelLiesInCountWhateverVersionMeasuredThem() throws IOException {
        Path models = Files.createDirectories(folder.resolve("run/models"));
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, "a,b,class\n" + "1,2,high\n3,0,low\n".repeat(20));
        Files.writeString(folder.resolve("run/recipe.yaml"), "data: {source: '" + rows + "'}\n");
        model = TinyModel.table(models.resolve("student.onnx")).toString();
        zip = models.resolve("student.alambic.zip").toString();
        bench(folder.resolve("run/bench.json"));
        Outcome.of("package", model, "--budget", "10s").succeeds();
        assertThat(card()).contains("| samples a call |");

        Files.writeString(folder.resolve("run/bench.json"), """
                {"baseline": "student",
                 "machine": {"os": "Linux 6.1", "architecture": "amd64", "cpu": "Some CPU", "processors": 2,
                             "java": "OpenJDK 17", "runtime": "ONNX Runtime 1.29.0", "provider": "CPU",
                             "loadAverage": 0.5, "stealPercent": null},
                 "models": [{"name": "student", "file": "student.onnx", "fileBytes": %d,
                             "size": {"parameters": 6, "nonZeroParameters": 2}, "accuracy": 0.9,
                             "latency": [{"batch": 1, "threads": 2, "p50Micros": 1234.0,
                                          "p50Interval": {"low": 1200.0, "high": 1300.0}, "p90Micros": 1500.0,
                                          "p99Micros": null, "samplesPerSecond": 810.0, "speedup": 1.0,
                                          "speedupInterval": {"low": 1.0, "high": 1.0}, "runs": 200, "rounds": 50,
                                          "spread": 0.2, "noisy": true}]}],
                 "notes": []}
                """.formatted(Files.size(Path.of(model))));
        Outcome.of("package", model, "--budget", "1.23ms").failsWith(1, "latency: 1.234 ms are more than 1.230");
        Outcome.of("package", model, "--budget", "1.24ms").succeeds();
        assertThat(card())
                .contains("On Some CPU, 2 processors, Linux 6.1 (amd64), ONNX Runtime 1.29.0")
                .contains("| 1 | 2 | 1.234 ms | 1.500 ms |  |");
    }

    private String entry(String zip, String name) throws IOException {
        try (ZipFile file = new ZipFile(zip)) {
            assertThat(file.getEntry(name)).as(name).isNotNull();
            return new String(file.getInputStream(file.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Every run has a file student-int8.onnx; the code of two of them must not meet in one app. */
    @Test
    void modelsOfTwoRunsAreCalledByTheirRecipes() throws IOException {
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, "a,b,class\n" + "1,2,high\n3,0,low\n".repeat(20));
        for (String run : List.of("tall", "wide")) {
            Path models = Files.createDirectories(folder.resolve(run).resolve("models"));
            Files.writeString(
                    folder.resolve(run).resolve("recipe.yaml"), "name: " + run + "\ndata: {source: '" + rows + "'}\n");
            String student = TinyModel.table(models.resolve("student.onnx")).toString();
            Outcome.of("package", student).succeeds();
            String packed = models.resolve("student.alambic.zip").toString();
            String name = Character.toUpperCase(run.charAt(0)) + run.substring(1) + "StudentModel";
            assertThat(entry(packed, "kotlin/" + name + ".kt"))
                    .contains("package dev.alambic.generated." + run + "studentmodel\n");
            assertThat(entry(packed, "swift/" + name + ".swift")).contains("class " + name);
            Outcome.of("package", student, "--name", "told").succeeds();
            assertThat(entry(packed, "README.md")).startsWith("# told 1.0.0\n");
        }
    }

    @Test
    void theKotlinPackageIsTheOneThatIsTold() throws IOException {
        Outcome.of("package", model, "--kotlin-package", "com.example.digits").succeeds();
        assertThat(entry(zip, "kotlin/ImageModel.kt")).contains("\npackage com.example.digits\n");
        assertThat(entry(zip, "README.md")).contains("import com.example.digits.*\n");
        Outcome.of("package", model, "--kotlin-package", "com.1st").failsWith(2, "--kotlin-package: names of ASCII");
        Outcome.of("package", model, "--kotlin-package", "a.b", "--for", "ios")
                .failsWith(2, "--kotlin-package: there is no Kotlin in a package for ios alone");
    }

    @Test
    void aShapeOfUnknownRankIsToBeFixedAndCanBe() {
        Path file = folder.resolve("unknown.onnx");
        TensorType any = new TensorType(DataType.FLOAT, null);
        Shape rows = Shape.symbolic("batch", 3);
        Graph graph = Graph.build(
                "unknown",
                builder -> builder.input(ValueInfo.of("x", DataType.FLOAT, rows).withType(any))
                        .output(ValueInfo.of("y", DataType.FLOAT, rows).withType(any))
                        .node(Node.of("Relu", List.of("x"), "y")));
        OnnxModel.of(graph, 17).write(file);
        String fixed = folder.resolve("fixed.onnx").toString();
        Outcome.of("package", file.toString()).failsWith(4, "input 'x': its rank is not known");
        Outcome.of("optimize", file.toString(), "--shape", "x:1x3", "-o", fixed).succeeds();
        Outcome.of("package", fixed).succeeds();
    }

    @Test
    void theAccuracyOfABudgetIsMeasuredOnLabelledData() throws IOException {
        String table = TinyModel.table(folder.resolve("table.onnx")).toString();
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, "a,b,class\n1,2,high\n3,0,low\n5,0,high\n4,0,low\n"); // three of four are right

        Outcome.of("package", table, "--budget", "0.7").failsWith(2, "--data");
        Outcome.of("package", table, "--data", rows.toString(), "--budget", "0.8")
                .failsWith(1, "budget missed: accuracy: 0.7500 is less than 0.8000");
        Outcome.of("package", table, "--data", rows.toString(), "--budget", "0.7")
                .succeeds();
    }

    @Test
    void wrongUseIsSaidInOneLine() {
        Outcome.of("package", model, "-o", model).failsWith(2, "would overwrite the input");
        Outcome.of("package", model, "-o", folder.toString()).failsWith(2, "is no file that could be replaced");
        Outcome.of("package", model, "--for", "toaster").failsWith(2, "a target is android, ios or server");
        Outcome.of("package", model, "--labels", "a,b,c").failsWith(2, "as many labels as classes (expected 2, was 3)");
        Outcome.of("package", model, "--mean", "0.5").failsWith(2, "the model says itself how it takes pictures");
        Outcome.of("package", model, "--shape", "sequence=2").failsWith(2, "--shape: no input has a free extent");
        Outcome.of("package", model, "--sign", model).failsWith(2, "not a key in PEM form");
        Outcome.of("package", model, "--name", " ").failsWith(2, "name: 1 to 200 characters");
        Outcome.of("package", folder.resolve("none.onnx").toString()).failsWith(3, "none.onnx");
        Outcome.of("verify", zip, "--key", model).failsWith(2, "not a key in PEM form");
    }

    @Test
    void modelsOfRowsOfTextsAndOfFixedBatchesArePackedToo() throws IOException {
        for (Path each : new Path[] {
            TinyModel.table(folder.resolve("table.onnx")),
            TinyModel.text(folder.resolve("text.onnx")),
            TinyModel.fixedBatch(folder.resolve("fixed.onnx"))
        }) {
            String out = folder.resolve("out.zip").toString();
            Outcome.of("package", each.toString(), "-o", out, "--for", "server").succeeds();
            Outcome.of("verify", out).succeeds();
        }
    }
}
