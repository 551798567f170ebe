package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Several tasks through every command, on points: their side, whether that is the left one, and their distance. */
class MultiTaskCommandsTest {

    private static final String RECIPE = """
            name: points
            task: multiTask
            data:
              source: points.csv
              tasks:
                side: {label: side}
                level: {label: side, groups: {flat: [left, right], steep: [top]}}
                far: {target: distance}
            teacher: {network: {type: mlp, hidden: [16]}, training: {epochs: 12, batchSize: 8, optimizer: {type: adam, learningRate: 1e-2}}}
            student: {network: {type: mlp, hidden: [8]}, training: {epochs: 12, batchSize: 8, optimizer: {type: adam, learningRate: 1e-2}, taskWeights: uncertainty}, distill: {}}
            bench: {batches: [1]}
            """;

    @TempDir(cleanup = CleanupMode.ALWAYS)
    private static Path folder;

    private static Path table = Path.of("");
    private static Path run = Path.of("");
    private static String model = "";

    @BeforeAll
    static void trained() throws IOException {
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder("a,b,side,distance\n");
        for (int i = 0; i < 400; i++) {
            float a = Math.round(1000 * random.nextFloat()) / 1000f;
            float b = Math.round(1000 * random.nextFloat()) / 1000f;
            String side = b > 0.6f ? "top" : a > 0.5f ? "right" : "left";
            rows.append(a + "," + b + "," + side + "," + 100 * (a + b) + "\n");
        }
        table = Files.writeString(folder.resolve("points.csv"), rows);
        Path recipe = Files.writeString(folder.resolve("points.yaml"), RECIPE);
        run = folder.resolve("run");
        Outcome outcome = Outcome.of("run", recipe.toString(), "--out", run.toString());
        assertThat(outcome.succeeds()).contains("mean score", "side accuracy", "level accuracy", "far R²");
        assertThat(outcome.err())
                .contains("3 tasks (side: 3 classes, level: 2 classes, far: 1 target)", "train mean score ");
        model = run.resolve("models/student.onnx").toString();
    }

    private static JsonNode json(Outcome outcome) throws IOException {
        return Json.tree(outcome.succeeds());
    }

    @Test
    void theRunLeavesTheFiguresOfEachTask() throws IOException {
        JsonNode summary = Json.tree(Files.readString(run.resolve("summary.json")));
        assertThat(summary.get("task").asText()).isEqualTo("multiTask");
        assertThat(summary.at("/models/1/metrics").fieldNames())
                .toIterable()
                .startsWith("meanScore", "side.accuracy")
                .contains("level.accuracy", "far.r2");
        assertThat(summary.at("/models/1/metrics/side.accuracy").asDouble()).isGreaterThan(0.8);
        assertThat(summary.at("/models/1/metrics/far.r2").asDouble()).isGreaterThan(0.8);
        String page = Files.readString(run.resolve("report.html"));
        assertThat(page.replaceAll("(?s)<(style|script).*?</\\1>", "").replaceAll("<[^>]*>", " "))
                .contains("has a mean score of", "Mean score while learning", "side accuracy", "far R²")
                .doesNotContain("is right on");
    }

    @Test
    void evaluateTellsOfEachTaskInARunAndAlone() throws IOException {
        assertThat(Outcome.of("evaluate", model).succeeds())
                .contains("80 samples, the test part of", "mean score 0.", "\nlevel\n", "steep", "\nfar\n", "RMSE");
        Path alone = Files.copy(Path.of(model), folder.resolve("alone.onnx"));
        JsonNode known = json(Outcome.of("evaluate", alone.toString(), "--data", table.toString(), "--json"));
        assertThat(known.at("/metrics/tasks/level/accuracy").asDouble()).isGreaterThan(0.8);
        assertThat(known.at("/labels/0").asText()).isEqualTo("side.left");
        assertThat(Outcome.of("evaluate", model, "--min", "side.accuracy=0.5", "--min", "far.r2=0.1")
                        .code())
                .isEqualTo(ExitCode.DONE);
        assertThat(Outcome.of("evaluate", model, "--min", "side.accuracy=1.1").code())
                .isEqualTo(ExitCode.GOAL_MISSED);
        Outcome.of("evaluate", model, "--min", "accuracy=0.5")
                .failsWith(2, "evaluate: --min names a figure and its goal (expected FIGURE=NUMBER");
        Outcome.of("evaluate", model, "--min", "far.rmse=1")
                .failsWith(2, "a figure being one of meanScore, side.accuracy"); // it is better where it is lower
        Outcome.of("evaluate", model, "--min", "far.r2=NaN")
                .fails(2, "alambic: evaluate: --min far.r2: expected a number, was 'NaN'");
        Outcome.of("evaluate", model, "--min-accuracy", "0.5")
                .fails(2, "alambic: evaluate: a goal of another task (expected --min, was --min-accuracy)");
        Outcome.of("evaluate", alone.toString(), "--data", "iris").failsWith(3, "no column 'side'");
    }

    @Test
    void predictAnswersEachTask() throws IOException {
        JsonNode said = json(Outcome.of("predict", model, "0.9,0.1", "--json"));
        assertThat(said.at("/0/answers/side/label").asText()).isEqualTo("right");
        assertThat(said.at("/0/answers/level/label").asText()).isEqualTo("flat");
        assertThat(said.at("/0/answers/far/numbers/distance").asDouble()).isBetween(60.0, 140.0);
        assertThat(Outcome.of("predict", model, "0.9,0.1").succeeds())
                .contains("side", "level", "far")
                .containsPattern("right \\d\\d\\.\\d\\d %");
    }

    @Test
    void gatesAskForTheFiguresOfATask() throws IOException {
        JsonNode result = json(Outcome.of(
                "bench",
                run.resolve("models/teacher.onnx").toString(),
                model,
                "--data",
                table.toString(),
                "--skip",
                "memory,startup",
                "--json",
                "--require",
                "student.accuracy@task=side >= 0.8, student.r2@task=far >= 0.5"));
        assertThat(result.get("verdicts"))
                .hasSize(2)
                .allSatisfy(
                        verdict -> assertThat(verdict.get("outcome").asText()).isEqualTo("PASSED"));
        assertThat(result.at("/models/1/quality/tasks/level/accuracy").asDouble())
                .isGreaterThan(0.8);
    }

    @Test
    void aPackageSaysWhatEachOutputMeans() throws IOException {
        Path zip = folder.resolve("points.zip");
        Outcome.of("package", model, "--data", table.toString(), "-o", zip.toString())
                .succeeds();
        try (ZipFile packed = new ZipFile(zip.toFile())) {
            JsonNode manifest = Json.tree(new String(
                    packed.getInputStream(packed.getEntry("manifest.json")).readAllBytes(), StandardCharsets.UTF_8));
            assertThat(manifest.at("/identity/task").asText()).isEqualTo("multiTask");
            assertThat(manifest.at("/outputs/1/meaning").asText())
                    .isEqualTo("logits, one for each class (flat, steep); softmax makes probabilities");
            assertThat(manifest.at("/outputs/2/meaning").asText())
                    .isEqualTo("numbers, each in its own unit (distance)");
        }
        assertThat(Outcome.of("verify", zip.toString()).code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aModelOfSeveralTasksIsTrainedFurtherAndItsAnswersAreStored() {
        Path tuned = folder.resolve("tuned.onnx");
        assertThat(Outcome.of(
                                "finetune",
                                model,
                                "--data",
                                table.toString(),
                                "--epochs",
                                "1",
                                "--run",
                                tuned + "-run",
                                "-o",
                                tuned.toString())
                        .succeeds())
                .contains("mean score");
        assertThat(ModelInfo.of(OnnxModel.read(tuned)).tasks()).containsOnlyKeys("side", "level", "far");
        assertThat(Outcome.of(
                                "label",
                                model,
                                "--data",
                                table.toString(),
                                "-o",
                                folder.resolve("a.answers").toString())
                        .succeeds())
                .contains("answers to 400 samples");
    }

    @Test
    void aRecipeThatDoesNotFitIsRefusedBeforeItRuns() throws IOException {
        refused(RECIPE.replace("task: multiTask", "task: classification"), "data.tasks");
        refused(RECIPE.replace("    far:", "    features:"), "a name that no input of a model has");
        refused(RECIPE.replaceAll("(?m)^    (level|far):.*\\n", ""), "at least 2");
        refused(
                RECIPE.replace("    far: {target: distance}", "    far: {target: distance, label: side}"),
                "numbers alone, or a label");
        refused(RECIPE.replace("top]}", "tip]}"), "each class belongs to one (expected 'top'");
        refused(
                RECIPE.replace("taskWeights: uncertainty", "taskWeights: {byTask: {near: 2}}"),
                "the data have no task 'near'");
        refused(RECIPE.replace("taskWeights: uncertainty", "sampling: balanced"), "it is for classes");
    }

    private static void refused(String text, String message) throws IOException {
        Path recipe = Files.writeString(folder.resolve("wrong.yaml"), text);
        Path out = folder.resolve("wrong");
        Outcome outcome = Outcome.of("run", recipe.toString(), "--out", out.toString());
        assertThat(outcome.code()).isNotEqualTo(ExitCode.DONE);
        assertThat(outcome.err()).contains(message);
        assertThat(out).doesNotExist();
    }
}
