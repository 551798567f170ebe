package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.data.answer.Regressor;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A regression through every command, on y = 3 a - 2 b + 100 and z = 1000 a. */
class RegressionCommandsTest {

    @TempDir(cleanup = CleanupMode.ALWAYS)
    private static Path folder;

    private static Path data = Path.of("");
    private static Path run = Path.of("");
    private static String model = "";

    @BeforeAll
    static void trained() throws IOException {
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder("a,y,b,z\n");
        for (int i = 0; i < 300; i++) {
            float a = Math.round(100 * random.nextFloat()) / 100f;
            float b = Math.round(100 * random.nextFloat()) / 100f;
            rows.append(a)
                    .append(',')
                    .append(3 * a - 2 * b + 100)
                    .append(',')
                    .append(b)
                    .append(',')
                    .append(1000 * a)
                    .append('\n');
        }
        data = Files.writeString(folder.resolve("lines.csv"), rows);
        Path recipe = Files.writeString(folder.resolve("lines.yaml"), """
                name: lines
                task: regression
                data: {source: lines.csv, target: [y, z]}
                teacher: {network: {type: mlp, hidden: [16]}, training: {epochs: 20, batchSize: 8, optimizer: {type: adam, learningRate: 1e-2}}}
                student: {network: {type: mlp, hidden: [8]}, training: {epochs: 20, batchSize: 8, optimizer: {type: adam, learningRate: 1e-2}}, distill: {}}
                bench: {batches: [1]}
                """);
        run = folder.resolve("run");
        Outcome outcome = Outcome.of("run", recipe.toString(), "--out", run.toString());
        assertThat(outcome.succeeds()).contains("R²", "MAE", "RMSE").doesNotContain("accuracy", "F1");
        assertThat(outcome.err())
                .contains("to answer with y, z", "train R² ", "validation R² ")
                .doesNotContain("classes");
        model = run.resolve("models/student.onnx").toString();
    }

    @AfterAll
    static void nothingOpen() {
        assertThat(run).exists();
    }

    private static JsonNode json(Outcome outcome) throws IOException {
        return Json.tree(outcome.succeeds());
    }

    @Test
    void theRunLeavesItsFiguresAndAPageWithoutClasses() throws IOException {
        JsonNode summary = Json.tree(Files.readString(run.resolve("summary.json")));
        assertThat(summary.get("task").asText()).isEqualTo("regression");
        assertThat(summary.at("/models/1/metrics").fieldNames()).toIterable().containsExactly("r2", "mae", "rmse");
        assertThat(summary.at("/models/1/metrics/r2").asDouble()).isGreaterThan(0.8);
        String page = Files.readString(run.resolve("report.html"));
        assertThat(page.replaceAll("(?s)<(style|script).*?</\\1>", "").replaceAll("<[^>]*>", " "))
                .contains("How far from the truth", "R² while learning", "answer and truth are equal")
                .doesNotContainIgnoringCase("accuracy")
                .doesNotContainIgnoringCase("true classes")
                .doesNotContain("the labels", "softened", "cross-entropy", "What is taken for what");
        assertThat(run.resolve("plots/numbers-2.png")).isNotEmptyFile();
    }

    @Test
    void evaluateTellsEachTargetAndJudgesTheGoal() throws IOException {
        assertThat(Outcome.of("evaluate", model).succeeds())
                .contains("60 samples, the test part of", "target", "deviation of truth")
                .containsPattern("mean +0\\.\\d{4}");
        JsonNode metrics = json(Outcome.of("evaluate", model, "--data", data.toString(), "--json"));
        assertThat(metrics.at("/targets/1").asText()).isEqualTo("z");
        assertThat(metrics.at("/metrics/perTarget/1/r2").asDouble()).isGreaterThan(0.8);
        assertThat(metrics.has("labels")).isFalse();
        Outcome missed = Outcome.of("evaluate", model, "--min-r2", "0.99999");
        assertThat(missed.code()).isEqualTo(ExitCode.GOAL_MISSED);
        assertThat(missed.err().lines()).last().asString().matches("R² 0\\.\\d{4} is below the goal of 1.0000");
        Outcome.of("evaluate", model, "--min-accuracy", "0.5")
                .fails(2, "alambic: evaluate: a goal of another task (expected --min-r2, was --min-accuracy)");
    }

    @Test
    void predictGivesTheNumbersThatTheModelAloneGives() throws IOException {
        JsonNode said = json(Outcome.of("predict", model, "0.5,0.25", "--json"));
        OnnxModel read = OnnxModel.read(Path.of(model));
        float[] alone;
        try (Session session = Session.open(read, SessionOptions.defaults())) {
            alone = Objects.requireNonNull(session.run(
                                    Map.of("features", Tensor.ofFloats(new float[] {0.5f, 0.25f}, 1, 2)),
                                    List.of("numbers"))
                            .get("numbers"))
                    .floats();
        }
        assertThat((float) said.at("/0/numbers/y").asDouble()).isEqualTo(alone[0]);
        assertThat((float) said.at("/0/numbers/z").asDouble()).isEqualTo(alone[1]);
        try (Regressor regressor = Regressor.open(read, SessionOptions.defaults())) {
            assertThat(regressor.numbers(new float[] {0.5f, 0.25f}, 1)).containsExactly(alone);
        }
        assertThat(said.at("/0/numbers/y").asDouble()).isCloseTo(101, within(1.5));
        assertThat(Outcome.of("predict", model, "0.5,0.25").succeeds().lines().findFirst())
                .hasValueSatisfying(titles -> assertThat(titles.split(" +")).containsExactly("input", "y", "z"));
        assertThat(ModelInfo.of(read).targets()).containsExactly("y", "z");
    }

    @Test
    void gatesAskForTheErrors() throws IOException {
        String teacher = run.resolve("models/teacher.onnx").toString();
        JsonNode result = json(Outcome.of(
                "bench",
                teacher,
                model,
                "--data",
                data.toString(),
                "--skip",
                "memory,startup",
                "--json",
                "--require",
                "student.r2 >= 0.5, student.mae <= 100*teacher.mae, student.rmse > 0"));
        assertThat(result.get("verdicts"))
                .hasSize(3)
                .allSatisfy(
                        verdict -> assertThat(verdict.get("outcome").asText()).isEqualTo("PASSED"));
        assertThat(result.at("/models/1/quality/numbers/r2").asDouble()).isGreaterThan(0.5);
        assertThat(result.at("/models/1/quality/accuracy").isNull()).isTrue();
        assertThat(result.at("/models/1/quality/likeness/cosine").isNull()).isTrue();
        assertThat(result.at("/models/1/quality/likeness/agreement").isNull()).isTrue();
        Outcome.of("bench", model, "--require", "student.r2 > 0")
                .fails(2, "alambic: bench: --require: r2 needs labelled data (--data)");
    }

    @Test
    void aSearchIsBoundedByTheDropOfR2() throws IOException {
        String output = folder.resolve("q.onnx").toString();
        Outcome outcome = Outcome.of("quantize", model, "--max-drop", "2", "-o", output, "--json");
        assertThat(json(outcome).at("/search/quality").asText()).isEqualTo("R², points");
        assertThat(outcome.err()).contains(", R² is judged on ");
        assertThat(ModelInfo.of(OnnxModel.read(Path.of(output))).targets()).containsExactly("y", "z");
    }

    @Test
    void aModelIsTrainedFurtherOnItsTargetsOrWithANewHead() throws IOException {
        Path tuned = folder.resolve("tuned.onnx");
        JsonNode again = json(Outcome.of(
                "finetune",
                model,
                "--data",
                data.toString(),
                "--json",
                "-o",
                tuned.toString(),
                "--run",
                tuned + "-run"));
        assertThat(again.at("/metrics/perTarget/0/target").asText()).isEqualTo("y");
        assertThat(again.at("/metrics/r2").asDouble()).isGreaterThan(0.8);

        Path headed = folder.resolve("headed.onnx");
        JsonNode one =
                json(Outcome.of(("finetune " + model + " --data " + data + " --json -o " + headed + " --run " + headed
                                + "-run --head regression --pooling features --cut numbers --target-column z --epochs 20"
                                + " --learning-rate 0.05")
                        .split(" ")));
        assertThat(one.at("/metrics/perTarget")).hasSize(1);
        assertThat(ModelInfo.of(OnnxModel.read(headed)).targets()).containsExactly("z");
        assertThat(one.at("/metrics/r2").asDouble()).isGreaterThan(0.5);
    }

    @Test
    void aPackageSaysItsTargetsAndItsCodeGivesNumbers() throws IOException {
        Path zip = folder.resolve("p.zip");
        Outcome.of("package", model, "-o", zip.toString(), "--budget", "1MB,0.5")
                .succeeds();
        assertThat(Outcome.of("verify", zip.toString()).succeeds()).contains("golden vectors answered as expected");
        Outcome missed =
                Outcome.of("package", model, "-o", folder.resolve("no.zip").toString(), "--budget", "0.99999");
        assertThat(missed.code()).isEqualTo(ExitCode.GOAL_MISSED);
        assertThat(missed.err()).contains("budget missed: r2: ");
    }

    @Test
    void whatIsWrongInTheTargetsIsOneLineAndLeavesNothing() throws IOException {
        Path gap = Files.writeString(folder.resolve("gap.csv"), "a,b,y,z\n1,2,3,4\n1,2,,4\n");
        Path out = folder.resolve("none");
        Path recipe = folder.resolve("lines.yaml");
        Outcome.of("run", recipe.toString(), "--set", "data.source=" + gap, "--out", out.toString())
                .fails(
                        3,
                        "alambic: " + gap + ":3: no value in target column 'y' (leave the row out, or say"
                                + " data.missingLabels: skip)");
        assertThat(out).doesNotExist();
        Outcome.of("run", recipe.toString(), "--set", "task=classification", "--out", out.toString())
                .failsWith(2, "key 'data.target'");
        Outcome.of("run", recipe.toString(), "--set", "student.distill.temperature=5", "--out", out.toString())
                .failsWith(2, "key 'student.distill.temperature'");
        Outcome.of("evaluate", model, "--data", "iris").failsWith(3, "no column 'y'");
        assertThat(out).doesNotExist();
    }

    @Test
    void severalHundredNumbersAsClassesLookLikeARegression() throws IOException {
        StringBuilder rows = new StringBuilder("a,y\n");
        for (int i = 0; i < 600; i++) {
            rows.append(i % 7).append(',').append(i % 60).append('\n');
        }
        Path file = Files.writeString(folder.resolve("ages.csv"), rows);
        Outcome outcome = Outcome.of(("train iris --set data.source=" + file + " --set teacher.training.epochs=1 --out "
                        + folder.resolve("ages"))
                .split(" "));
        assertThat(outcome.err()).contains("data: 60 classes that are all numbers look like a regression");
    }
}
