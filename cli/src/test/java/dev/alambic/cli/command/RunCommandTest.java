package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job, small. */
class RunCommandTest {

    private static final String[] SMALL = {
        "--set", "teacher.training.epochs=2", "--set", "student.training.epochs=2", "--set", "bench.batches=[1]"
    };

    @TempDir
    private Path folder;

    private static Outcome run(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(SMALL));
        return Outcome.of(all.toArray(String[]::new));
    }

    @Test
    void theWholeJobLeavesEverythingBehind() throws Exception {
        Path run = folder.resolve("run");
        String table = run("run", "iris", "--out", run.toString()).succeeds();
        assertThat(table).contains("student-int8", "report: " + run.resolve("report.html"));
        assertThat(run.resolve("history.jsonl")).content().hasLineCount(4);
        for (String file : List.of("recipe.yaml", "environment.json", "bench.json", "metrics.json", "report.html")) {
            assertThat(run.resolve(file)).isNotEmptyFile();
        }
        checkSummary(Json.tree(Files.readString(run.resolve("summary.json"))), run);

        Outcome.of("run", "iris", "--out", run.toString())
                .fails(
                        2,
                        "alambic: " + run + ": the folder is not empty (to go on with a run: alambic run --resume "
                                + run + ")");
        checkResumed(run);
        checkModelsAlone(run);
    }

    private static void checkSummary(JsonNode summary, Path run) {
        assertThat(summary.get("name").asText()).isEqualTo("iris");
        assertThat(summary.get("task").asText()).isEqualTo("classification");
        assertThat(summary.get("seed").isIntegralNumber()).isTrue();
        assertThat(summary.at("/models").findValuesAsText("name"))
                .containsExactly("teacher", "student", "student-stripped", "student-fp16", "student-int8");
        for (JsonNode model : summary.get("models")) {
            assertThat(run.resolve(model.get("file").asText())).isNotEmptyFile();
            assertThat(model.get("parameters").asLong())
                    .isGreaterThanOrEqualTo(model.get("nonZeroParameters").asLong());
            assertThat(model.get("fileBytes").asLong()).isPositive();
            assertThat(model.at("/metrics/accuracy").asDouble(-1)).isBetween(0.0, 1.0);
            assertThat(model.at("/metrics/macroF1").asDouble(-1)).isBetween(0.0, 1.0);
            assertThat(model.at("/latency/0/batch").asInt()).isEqualTo(1);
            assertThat(model.at("/latency/0/threads").asInt()).isEqualTo(1);
            assertThat(model.at("/latency/0/p50Micros").asDouble()).isPositive();
            assertThat(model.at("/latency/0/speedupVsTeacher").asDouble()).isPositive();
            assertThat(model.has("memory")).isTrue();
        }
    }

    /** What is missing is made again, from the checkpoints, and is the same. */
    private static void checkResumed(Path run) throws Exception {
        byte[] student = Files.readAllBytes(run.resolve("models/student.onnx"));
        byte[] int8 = Files.readAllBytes(run.resolve("models/student-int8.onnx"));
        String history = Files.readString(run.resolve("history.jsonl"));
        for (String file : List.of("models/student.onnx", "models/student-int8.onnx", "summary.json", "metrics.json")) {
            Files.delete(run.resolve(file));
        }
        Outcome.of("run", "--resume", run.toString()).succeeds();
        assertThat(run.resolve("models/student.onnx")).hasBinaryContent(student);
        assertThat(run.resolve("models/student-int8.onnx")).hasBinaryContent(int8);
        assertThat(run.resolve("history.jsonl")).hasContent(history);
        assertThat(run.resolve("summary.json")).isNotEmptyFile();
    }

    private static void checkModelsAlone(Path run) {
        String int8 = run.resolve("models/student-int8.onnx").toString();
        assertThat(Outcome.of("evaluate", int8).succeeds()).contains("30 samples, the test part of iris");
        assertThat(Outcome.of("predict", int8, "--input", "5.1,3.5,1.4,0.2").succeeds())
                .containsPattern("setosa|versicolor|virginica");
        String out = run.resolve("again.onnx").toString();
        assertThat(Outcome.of("export", run.toString(), "--opset", "18", "-o", out)
                        .succeeds())
                .contains("opset 18");
    }

    @Test
    void aControlTellsWhetherTheTeacherIsWorthIt() throws Exception {
        Path run = folder.resolve("run");
        Outcome outcome = run("run", "iris", "--control", "--out", run.toString());
        JsonNode control = Json.tree(Files.readString(run.resolve("control.json")));

        assertThat(outcome.succeeds()).contains(control.get("sentence").asText());
        assertThat(outcome.err()).contains("training the student without its teacher");
        assertThat(control.get("alone").asDouble()).isBetween(0.0, 1.0);
        assertThat(Files.readString(run.resolve("report.html"))).contains("without one, trained alike");
        // that training leaves no trace in the run's own
        assertThat(run.resolve("history.jsonl")).content().hasLineCount(4);
        assertThat(Outcome.of("run", "--resume", run.toString()).err()).doesNotContain("without its teacher");
        run("run", "iris", "--control", "--set", "student=null")
                .failsWith(2, "control: it is for a student that learns from a teacher");
    }

    @Test
    void theTeacherAloneCanBeTrainedAndThenTeach() {
        Path teacher = folder.resolve("teacher");
        run("train", "iris", "--out", teacher.toString()).succeeds();
        Path student = folder.resolve("student");
        run(
                        "distill",
                        "iris",
                        "--teacher",
                        teacher.resolve("models/teacher.onnx").toString(),
                        "--out",
                        student.toString())
                .succeeds();
        assertThat(student.resolve("models/student.onnx")).isNotEmptyFile();
        assertThat(student.resolve("models/teacher.onnx")).isNotEmptyFile();
    }

    @Test
    void withoutAStudentTheTeacherAloneIsTrainedAndMadeSmaller() throws Exception {
        Path recipe = Files.writeString(folder.resolve("alone.yaml"), """
                name: alone
                data: {source: iris}
                teacher: {network: {type: mlp, hidden: [8]}, training: {epochs: 2}}
                bench: {batches: [1]}
                """);
        Path run = folder.resolve("run");
        Outcome.of("run", recipe.toString(), "--out", run.toString()).succeeds();

        JsonNode summary = Json.tree(Files.readString(run.resolve("summary.json")));
        assertThat(summary.at("/models").findValuesAsText("name"))
                .containsExactly("teacher", "teacher-stripped", "teacher-fp16", "teacher-int8");
        assertThat(run.resolve("report.html")).isNotEmptyFile();
        Outcome.of("distill", recipe.toString(), "--out", folder.resolve("none").toString())
                .fails(2, "alambic: distill: the recipe has no student");
    }

    @Test
    void badRecipesLeaveNothing() throws Exception {
        Path data = Files.writeString(folder.resolve("d.csv"), "a,b,c\n1,2,x\n1,3,y\n");
        Path recipe = Files.writeString(folder.resolve("r.yaml"), "name: r\ndata: {source: d.csv, label: colour}\n");
        Outcome outcome = Outcome.of(
                "run", recipe.toString(), "--out", folder.resolve("out").toString());
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err()).contains(data.getFileName().toString(), "colour");
        assertThat(folder.resolve("out")).doesNotExist();
        Path poor = folder.resolve("poor.onnx");
        TinyModel.table(poor);
        Outcome other = Outcome.of(
                "distill",
                "iris",
                "--teacher",
                poor.toString(),
                "--out",
                folder.resolve("out").toString());
        assertThat(other.code()).as(other.err()).isEqualTo(4);
        assertThat(folder.resolve("out")).doesNotExist();
        Outcome.of("run", "iris", "--resume", folder.toString())
                .fails(2, "alambic: run: unexpected 'iris' (expected <recipe>)");
        Outcome.of("run", "--resume", folder.toString())
                .fails(2, "alambic: " + folder + ": not the folder of a run (there is no recipe.yaml)");
    }
}
