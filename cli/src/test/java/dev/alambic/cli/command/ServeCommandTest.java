package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.cli.terminal.Console;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ServeCommandTest {
    private static final Pattern ADDRESS = Pattern.compile("workbench: (http://127\\.0\\.0\\.1:\\d+/)");

    @TempDir
    private Path folder;

    @Test
    void servesUntilItIsEnded() throws Exception {
        PipedOutputStream out = new PipedOutputStream();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(new PipedInputStream(out), StandardCharsets.UTF_8));
        Console console = Console.of(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        int[] code = {-1};
        List<String> words =
                List.of("serve", TinyModel.table(folder.resolve("tiny.onnx")).toString(), "--port", "0");
        Thread server = new Thread(() -> code[0] = new CommandLineRunner(console).run(words));
        server.start();
        Matcher address = ADDRESS.matcher(Objects.requireNonNull(said.readLine()));
        assertThat(address.find()).isTrue();
        HttpResponse<String> list = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address.group(1) + "api/runs"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(list.body()).contains("\"models\":[\"tiny\"]");
        server.interrupt();
        server.join();
        assertThat(code[0]).isEqualTo(ExitCode.DONE);
    }

    @Test
    void itsProcessIsThisProgram() throws Exception {
        Process process =
                OwnProcess.of(List.of("recipes")).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("mnist-edge");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve --listen 0.0.0.0 | needs a token",
                "serve --listen 0.0.0.0 --token short | --token: expected 16 to 200 letters",
                "serve --port 70000 | --port: expected 0 to 65535, was 70000",
                "serve nowhere | nowhere: not there (expected the folder of a run, one with runs, or a model)",
            })
    void saysWhatIsWrong(String line, String message) {
        Outcome outcome = Outcome.of(line.split(" "));
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains(message);
    }

    @Test
    void whatIsNoModelIsRefused() throws IOException {
        Path table = Files.writeString(folder.resolve("t.csv"), "a,b\n1,2\n");

        assertThat(Outcome.of("serve", table.toString()).err()).startsWith("alambic: " + table + ": not an ONNX model");
    }

    @Test
    void aFolderWithoutRunsIsRefused() {
        Outcome outcome = Outcome.of("serve", folder.toString());
        assertThat(outcome.code()).isEqualTo(ExitCode.USAGE);
        assertThat(outcome.err()).contains("no run in it");
    }
}
