package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.run.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BenchGatesTest extends BenchFixture {

    private String table;
    private String other;

    BenchGatesTest() {
        super("memory,startup");
    }

    @BeforeEach
    void writeModels() {
        table = table("table.onnx");
        other = table("other.onnx");
    }

    @Test
    void sizesBeyondMemoryAndBinaryBaselinesAreSaidInOneLine() {
        Outcome.of("bench", table, "--batch", "2000000000").failsWith(2, "sizes are too large");
        Outcome.of("bench", table, "--baseline", table).failsWith(3, "it is text (expected JSON in UTF-8");
    }

    @Test
    void goalsThatAreReachedReturnNothingSpecial() throws Exception {
        JsonNode result =
                Json.tree(bench(table, other, "--json", "--require", "other.bytes <= table.bytes, other.kl < 1%")
                        .succeeds());

        assertThat(result.get("verdicts"))
                .extracting(verdict -> verdict.get("outcome").asText())
                .containsExactly("PASSED", "PASSED");
        assertThat(result.at("/models/1/quality/likeness/agreement").asDouble()).isEqualTo(1);
    }

    @Test
    void aMissedGoalReturnsOneAndNamesTheLine() {
        Outcome outcome = bench(table, "--require", "table.bytes > 1KB", "--require", "table.bytes > 1GB");

        assertThat(outcome.code()).isEqualTo(ExitCode.GOAL_MISSED);
        assertThat(outcome.err().lines()).last().asString().startsWith("failed: table.bytes > 1GB (");
        assertThat(outcome.out()).contains("table.bytes > 1KB");
    }

    @Test
    void whatWasNotMeasuredMissesTheGoal() {
        Outcome outcome = bench(table, "--require", "table.p50@batch=64 < 1s");

        assertThat(outcome.code()).isEqualTo(ExitCode.GOAL_MISSED);
        assertThat(outcome.err().lines()).last().asString().startsWith("cannot be judged: table.p50@batch=64 < 1s");
    }

    @Test
    void aGoalThatCannotBeMeantIsRefusedBeforeAnythingIsMeasured() {
        bench(table, "--require", "tabel.p50 < 1s")
                .fails(
                        ExitCode.USAGE,
                        "alambic: gate 'tabel.p50 < 1s', character 1: unknown model 'tabel', did you mean 'table'?");
        bench(table, "--require", "table.accuracy > 0.5")
                .fails(ExitCode.USAGE, "alambic: bench: --require: accuracy needs labelled data (--data)");
        bench(table, "--require", "table.memory < 1GB")
                .fails(ExitCode.USAGE, "alambic: bench: --require: memory needs no --skip memory");
        bench(table, "--tolerance", "5%").fails(ExitCode.USAGE, "alambic: bench: --tolerance is for --baseline");
        bench(table, "--baseline", folder.resolve("none.json").toString())
                .failsWith(ExitCode.BAD_FILE, "no such file or folder");
        bench(table, "--baseline", table).failsWith(ExitCode.BAD_FILE, "table.onnx: ");
    }

    @Test
    void anEarlierResultIsHeldUp() throws Exception {
        Path earlier = folder.resolve("earlier.json");
        bench(table, other, "-o", earlier.toString()).succeeds();
        bench(table, other, "--baseline", earlier.toString(), "--tolerance", "10000%")
                .succeeds();

        String smaller = Files.readString(earlier).replaceAll("\"fileBytes\" : \\d+", "\"fileBytes\" : 1");
        Files.writeString(earlier, smaller);
        Outcome outcome = bench(table, other, "--baseline", earlier.toString(), "--tolerance", "10000%, bytes=0");

        assertThat(outcome.code()).isEqualTo(ExitCode.GOAL_MISSED);
        assertThat(outcome.err()).contains("failed: other.bytes as before");
    }

    @Test
    void theFormIsSaidByFlagsOrByTheEndingOfTheFile() throws Exception {
        Path page = folder.resolve("page.html");
        Path list = folder.resolve("list.csv");

        String shown = bench(table, "--profile", "--html", page.toString(), "-o", list.toString())
                .succeeds();

        assertThat(shown).contains("time by operator of the runtime");
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>");
        assertThat(Files.readString(list)).startsWith("model,file,");
        assertThat(bench(table, "--format", "markdown").succeeds()).startsWith("| model");
        bench(table, "--format", "json", "--csv")
                .fails(ExitCode.USAGE, "alambic: bench: one format at a time (was json and csv)");
        bench(table, "-o", folder.resolve("list.xls").toString()).failsWith(ExitCode.USAGE, "say by --format");
    }
}
