package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {

    @TempDir
    private static Path folder;

    private static Path finished;

    @BeforeAll
    static void run() {
        finished = folder.resolve("finished");
        Outcome.of(
                        "run",
                        "iris",
                        "--out",
                        finished.toString(),
                        "--set",
                        "teacher.training.epochs=2",
                        "--set",
                        "student.training.epochs=2",
                        "--set",
                        "bench.batches=[1]")
                .succeeds();
    }

    /** Returns a copy of the run without some of its files. */
    private static Path copy(String name, String... without) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(finished)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(finished.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        for (String each : without) {
            Files.delete(copy.resolve(each));
        }
        return copy;
    }

    @Test
    void theRunRecordsWhatTheReportTells() throws Exception {
        assertThat(Json.tree(Files.readString(finished.resolve("layers.json"))).at("/models/student-int8/layers"))
                .isNotEmpty();
        assertThat(Json.tree(Files.readString(finished.resolve("disagreements.json")))
                        .get("samples")
                        .asInt())
                .isEqualTo(30);
        assertThat(Json.tree(Files.readString(finished.resolve("passes.json"))).at("/models/student-int8"))
                .isNotEmpty();
        assertThat(finished.resolve("report.html"))
                .content()
                .contains("id=\"making\"", "id=\"layers\"", "id=\"disagreements\"", "petal")
                .contains("Weights and activations as 8-bit integers", "01Linear");
    }

    @Test
    void theReportOfARunIsTheOneThatTheRunWrote() throws Exception {
        String before = Files.readString(finished.resolve("report.html"));
        Files.delete(finished.resolve("report.html"));
        assertThat(Outcome.of("report", finished.toString()).succeeds())
                .startsWith("report: " + finished.resolve("report.html"));
        assertThat(finished.resolve("report.html")).hasContent(before);
    }

    @Test
    void severalRunsShareAPage() throws Exception {
        Path other = copy("other");
        Files.writeString(
                other.resolve("recipe.yaml"),
                Files.readString(other.resolve("recipe.yaml")).replace("seed: 1", "seed: 5"));
        Path page = folder.resolve("both.html");
        Outcome.of("report", finished.toString(), other.toString(), "-o", page.toString())
                .succeeds();
        assertThat(page).content().contains("2 runs side by side", "<th scope=\"row\">seed</th><td>1</td><td>5</td>");
    }

    @Test
    void theRunsOfSeveralSeedsAreShownTogether() throws Exception {
        Files.createDirectories(folder.resolve("seeds"));
        Files.copy(finished.resolve("recipe.yaml"), folder.resolve("seeds/recipe.yaml"));
        copy("seeds/seed-1");
        copy("seeds/seed-2");
        Path page = folder.resolve("seeds.html");
        Outcome.of("report", folder.resolve("seeds").toString(), "-o", page.toString())
                .succeeds();
        assertThat(page).content().contains("2 runs side by side", "seed-1 · seed-2");
    }

    @Test
    void anUnfinishedRunShowsWhatIsThereAndSaysSo() throws Exception {
        Path run = copy(
                "unfinished",
                "summary.json",
                "bench.json",
                "metrics.json",
                "layers.json",
                "passes.json",
                "disagreements.json",
                "models/student-int8.onnx");
        String history = Files.readString(run.resolve("history.jsonl"));
        Files.writeString(run.resolve("history.jsonl"), history.substring(0, history.length() - 20));
        Outcome.of("report", run.toString()).succeeds();
        assertThat(run.resolve("report.html"))
                .content()
                .contains("This run is not finished: made so far: teacher, student, student-stripped, student-fp16")
                .contains("they are not evaluated yet", "./alambic run --resume " + run, "id=\"training\"");
        assertThat(run.resolve("history.jsonl")).hasContent(history.substring(0, history.length() - 20));
    }

    @Test
    void aRunOfAnEarlierVersionIsToldAsFarAsItWasRecorded() throws Exception {
        Path run = copy("earlier", "layers.json", "passes.json", "disagreements.json");
        Files.writeString(run.resolve("recipe.yaml"), "name: earlier\nseed: 3\nforgotten: {key: [1, 2]}\n");
        Outcome.of("report", run.toString()).succeeds();
        assertThat(run.resolve("report.html"))
                .content()
                .contains("<h1>earlier</h1>", "were not recorded", "written by another version");
    }

    @Test
    void whatIsNoRunIsRefused() throws Exception {
        Outcome.of("report", folder.toString())
                .fails(2, "alambic: " + folder + ": not the folder of a run (there is no recipe.yaml)");
        Outcome.of("report", finished.toString(), finished + "/").fails(2, "alambic: report: a run is given twice");
        Outcome.of("report").fails(2, "alambic: report: expected <run> [other run ...] (see: alambic help report)");
        Path broken = copy("broken");
        Files.writeString(broken.resolve("disagreements.json"), "{\"teacher\": 1, \"no\": []}");
        Outcome outcome = Outcome.of("report", broken.toString());
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(3);
        assertThat(outcome.err())
                .contains("disagreements.json: not what this program wrote")
                .hasLineCount(1);
    }

    @Test
    void theResultIsGivenAsJsonToo() throws Exception {
        Path page = folder.resolve("json.html");
        String json = Outcome.of("report", finished.toString(), "-o", page.toString(), "--json")
                .succeeds();
        assertThat(Json.tree(json).get("page").asText()).isEqualTo(page.toString());
        assertThat(Json.tree(json).get("runs")).hasSize(1);
    }
}
