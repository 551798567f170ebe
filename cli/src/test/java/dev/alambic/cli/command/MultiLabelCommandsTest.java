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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Several labels through every command, on points that lie right (a > 1/2), above (b > 1/2), both or neither. */
class MultiLabelCommandsTest {

    @TempDir(cleanup = CleanupMode.ALWAYS)
    private static Path folder;

    private static Path flags = Path.of("");
    private static Path names = Path.of("");
    private static Path run = Path.of("");
    private static String model = "";

    @BeforeAll
    static void trained() throws IOException {
        Random random = new Random(1);
        StringBuilder flagged = new StringBuilder("a,b,above,right\n");
        StringBuilder named = new StringBuilder("a,b,labels\n");
        for (int i = 0; i < 400; i++) {
            float a = Math.round(1000 * random.nextFloat()) / 1000f;
            float b = Math.round(1000 * random.nextFloat()) / 1000f;
            List<String> carried = new ArrayList<>();
            if (a > 0.5f) {
                carried.add("right");
            }
            if (b > 0.5f) {
                carried.add("above");
            }
            flagged.append(a + "," + b + "," + (b > 0.5f ? 1 : 0) + "," + (a > 0.5f ? 1 : 0) + "\n");
            named.append(a + "," + b + "," + String.join("|", carried) + "\n");
        }
        flags = Files.writeString(folder.resolve("flags.csv"), flagged);
        names = Files.writeString(folder.resolve("names.csv"), named);
        Path recipe = Files.writeString(folder.resolve("points.yaml"), """
                name: points
                task: multiLabel
                data: {source: flags.csv, labelColumns: [right, above]}
                teacher: {network: {type: mlp, hidden: [16]}, training: {epochs: 12, batchSize: 8, optimizer: {type: adam, learningRate: 1e-2}}}
                student: {network: {type: mlp, hidden: [8]}, training: {epochs: 12, batchSize: 8, optimizer: {type: adam, learningRate: 1e-2}}, distill: {}}
                bench: {batches: [1]}
                """);
        run = folder.resolve("run");
        Outcome outcome = Outcome.of("run", recipe.toString(), "--out", run.toString());
        assertThat(outcome.succeeds())
                .contains("macro AUC", "macro F1", "exact match")
                .doesNotContain("accuracy");
        assertThat(outcome.err())
                .contains("any of 2 labels each", "train macro AUC ", "validation macro AUC ")
                .doesNotContain("classes");
        model = run.resolve("models/student.onnx").toString();
    }

    private static JsonNode json(Outcome outcome) throws IOException {
        return Json.tree(outcome.succeeds());
    }

    @Test
    void theRunLeavesItsFiguresAndAPageOfLabels() throws IOException {
        JsonNode summary = Json.tree(Files.readString(run.resolve("summary.json")));
        assertThat(summary.get("task").asText()).isEqualTo("multiLabel");
        assertThat(summary.at("/models/1/metrics").fieldNames())
                .toIterable()
                .containsExactly("macroAuc", "macroF1", "microF1", "exactMatch");
        assertThat(summary.at("/models/1/metrics/macroAuc").asDouble()).isGreaterThan(0.95);
        String page = Files.readString(run.resolve("report.html"));
        assertThat(page.replaceAll("(?s)<(style|script).*?</\\1>", "").replaceAll("<[^>]*>", " "))
                .contains("Label by label", "Macro AUC while learning", "Of each label", "has a macro AUC of")
                .doesNotContainIgnoringCase("accuracy")
                .doesNotContain("What is taken for what", "is right on");
    }

    @Test
    void evaluateTellsEachLabelOfColumnsAndOfNames() throws IOException {
        assertThat(Outcome.of("evaluate", model).succeeds())
                .contains("80 samples, the test part of", "macro AUC", "exact match", "right ", "above ");
        JsonNode columns = json(Outcome.of("evaluate", model, "--data", flags.toString(), "--json"));
        JsonNode named =
                json(Outcome.of("evaluate", model, "--data", names.toString(), "--label-separator", "|", "--json"));
        assertThat(columns.get("metrics")).isEqualTo(named.get("metrics"));
        assertThat(columns.at("/labels/0").asText()).isEqualTo("right");
        assertThat(columns.at("/metrics/perLabel/1/auc").asDouble()).isGreaterThan(0.95);
        Outcome missed = Outcome.of("evaluate", model, "--min-auc", "1");
        assertThat(missed.code()).isIn(ExitCode.GOAL_MISSED, ExitCode.DONE);
        Outcome.of("evaluate", model, "--min-accuracy", "0.5")
                .fails(2, "alambic: evaluate: a goal of another task (expected --min-auc, was --min-accuracy)");
        Outcome.of("evaluate", model, "--data", names.toString(), "--label", "labels")
                .failsWith(3, "no column 'right'");
        Outcome.of("evaluate", model, "--data", "iris").failsWith(3, "no column 'right'");
    }

    @Test
    void predictSaysTheLabelsAboveTheThreshold() throws IOException {
        JsonNode both = json(Outcome.of("predict", model, "0.9,0.9", "--json"));
        assertThat(both.at("/0/labels").toString()).isEqualTo("[\"right\",\"above\"]");
        JsonNode none = json(Outcome.of("predict", model, "0.1,0.1", "--json"));
        assertThat(none.at("/0/labels")).isEmpty();
        assertThat(none.at("/0/probabilities/right").asDouble()).isBetween(0.0, 0.5);
        assertThat(Outcome.of("predict", model, "0.9,0.1").succeeds()).containsPattern("right \\d\\d\\.\\d\\d %");
        assertThat(Outcome.of("predict", model, "0.1,0.1").succeeds()).containsPattern(" -\\n?$");
    }

    @Test
    void gatesAskForTheFiguresOfLabels() throws IOException {
        String teacher = run.resolve("models/teacher.onnx").toString();
        JsonNode result = json(Outcome.of(
                "bench",
                teacher,
                model,
                "--data",
                flags.toString(),
                "--skip",
                "memory,startup",
                "--json",
                "--require",
                "student.macro_auc >= 0.9, student.macro_f1 > 0.5, student.micro_f1 > 0.5, student.exact_match > 0.3"));
        assertThat(result.get("verdicts"))
                .hasSize(4)
                .allSatisfy(
                        verdict -> assertThat(verdict.get("outcome").asText()).isEqualTo("PASSED"));
        assertThat(result.at("/models/1/quality/labels/macroAuc").asDouble()).isGreaterThan(0.9);
        assertThat(result.at("/models/1/quality/accuracy").isNull()).isTrue();
    }

    @Test
    void aSearchIsBoundedByTheDropOfTheArea() throws IOException {
        String output = folder.resolve("q.onnx").toString();
        Outcome outcome = Outcome.of("quantize", model, "--max-drop", "2", "-o", output, "--json");
        assertThat(json(outcome).at("/search/quality").asText()).isEqualTo("macro AUC, %");
        assertThat(ModelInfo.of(OnnxModel.read(Path.of(output))).task()).isEqualTo("multiLabel");
    }

    @Test
    void aModelIsTrainedFurtherAndItsAnswersAreKept() throws IOException {
        Path tuned = folder.resolve("tuned.onnx");
        JsonNode again = json(Outcome.of(("finetune " + model + " --data " + names + " --label-separator | --json -o "
                        + tuned + " --run " + tuned + "-run --epochs 1 --head multiLabel")
                .split(" ")));
        assertThat(again.at("/metrics/perLabel/0/label").asText()).isEqualTo("above");
        Path plain = folder.resolve("plain.onnx");
        JsonNode kept = json(Outcome.of(("finetune " + model + " --data " + flags + " --json -o " + plain + " --run "
                        + plain + "-run --epochs 1")
                .split(" ")));
        assertThat(kept.at("/metrics/perLabel/0/label").asText()).isEqualTo("right");
        assertThat(kept.at("/metrics/macroAuc").asDouble()).isGreaterThan(0.95);
        Path answers = folder.resolve("t.answers");
        assertThat(Outcome.of("label", model, "--data", flags.toString(), "-o", answers.toString())
                        .succeeds())
                .contains("answers to 400 samples");
    }

    @Test
    void aPackageSaysItsLabelsAndItsCodeTellsThem() throws IOException {
        Path zip = folder.resolve("p.zip");
        Outcome.of("package", model, "-o", zip.toString(), "--budget", "1MB,0.9")
                .succeeds();
        assertThat(Outcome.of("verify", zip.toString()).succeeds()).contains("golden vectors answered as expected");
        Outcome missed =
                Outcome.of("package", model, "-o", folder.resolve("no.zip").toString(), "--budget", "1.0");
        assertThat(missed.code()).isIn(ExitCode.GOAL_MISSED, ExitCode.DONE);
        try (ZipFile files = new ZipFile(zip.toFile())) {
            String manifest = new String(
                    files.getInputStream(files.getEntry("manifest.json")).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(Json.tree(manifest).at("/identity/task").asText()).isEqualTo("multiLabel");
            assertThat(manifest).contains("\"sigmoid\"", "\"above\"").doesNotContain("softmax", "argmax");
            List<String> sources = files.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".kt") || name.endsWith(".swift"))
                    .toList();
            assertThat(sources).isNotEmpty();
            String code = "";
            for (String source : sources) {
                code += new String(files.getInputStream(files.getEntry(source)).readAllBytes(), StandardCharsets.UTF_8);
            }
            assertThat(code).contains("whose probability is above 0.5", "exp(-").doesNotContain("softmax", "@@");
        }
    }

    @Test
    void dataLooksThroughThem() {
        assertThat(Outcome.of("data", flags.toString(), "--label-column", "right", "--label-column", "above")
                        .succeeds())
                .contains("labels: right ", "above ");
        Outcome.of("data", flags.toString(), "--label-column", "right", "--label-separator", "|")
                .failsWith(2, "expected one of them, was both");
    }

    @Test
    void whatIsWrongIsOneLineAndLeavesNothing() throws IOException {
        Path two = Files.writeString(folder.resolve("two.csv"), "a,b,right,above\n1,2,1,0\n1,3,2,1\n");
        Path out = folder.resolve("none");
        String recipe = folder.resolve("points.yaml").toString();
        Outcome.of("run", recipe, "--set", "data.source=" + two, "--out", out.toString())
                .fails(
                        3,
                        "alambic: " + two + ":3: label column 'right' says whether a sample carries it (expected 0 or"
                                + " 1, true or false, was '2')");
        Path none = Files.writeString(folder.resolve("absent.csv"), "a,b,right,above\n1,2,1,0\n1,3,0,0\n");
        Outcome.of("run", recipe, "--set", "data.source=" + none, "--out", out.toString())
                .failsWith(3, "label 'above' is carried by no sample");
        Path green = Files.writeString(folder.resolve("green.csv"), "a,b,labels\n1,2,right|green\n");
        Outcome.of("evaluate", model, "--data", green.toString(), "--label-separator", "|")
                .failsWith(
                        3, green + ":2: a label that training never saw (expected any of right, above, was 'green')");
        Outcome.of("run", recipe, "--set", "task=classification", "--out", out.toString())
                .failsWith(2, "key 'data.labelColumns'");
        Outcome.of("run", recipe, "--set", "data.labelSeparator=/", "--out", out.toString())
                .failsWith(2, "key 'data.labelColumns'");
        Outcome.of("run", "iris", "--set", "task=multiLabel", "--out", out.toString())
                .failsWith(2, "key 'task'");
        Outcome.of("run", recipe, "--set", "teacher.training.sampling=balanced", "--out", out.toString())
                .failsWith(2, "key 'teacher.training.sampling'");
        Path up = Files.writeString(
                folder.resolve("up.csv"), Files.readString(flags).replaceFirst("above,right", "up,right"));
        Outcome.of(
                        "run",
                        recipe,
                        "--set",
                        "teacher={file: " + model + "}",
                        "--set",
                        "data.source=" + up,
                        "--set",
                        "data.labelColumns=[up, right]",
                        "--out",
                        out.toString())
                .failsWith(
                        4,
                        "teacher: answers with other labels than the data have (expected [up, right], was [right,"
                                + " above])");
        assertThat(out).doesNotExist();
    }
}
