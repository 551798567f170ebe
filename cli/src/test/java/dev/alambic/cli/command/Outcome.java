package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.cli.terminal.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a command line returned and said. */
public record Outcome(int code, String out, String err) {

    public static Outcome of(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.of(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        int code = new CommandLineRunner(console).run(List.of(words));
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Asserts the exit code, that nothing came as a result, and that the last line says exactly this. */
    void fails(int expectedCode, String line) {
        assertThat(err.lines()).as(err).last().isEqualTo(line);
        assertThat(code).isEqualTo(expectedCode);
        assertThat(out).isEmpty();
    }

    /** Asserts the exit code, that nothing came as a result, and that the last line contains this. */
    void failsWith(int expectedCode, String part) {
        assertThat(err.lines()).as(err).last().asString().contains(part);
        assertThat(code).isEqualTo(expectedCode);
        assertThat(out).isEmpty();
    }

    /** Asserts that it worked; returns what it gave. */
    String succeeds() {
        assertThat(code).as(err).isEqualTo(ExitCode.DONE);
        return out;
    }
}
