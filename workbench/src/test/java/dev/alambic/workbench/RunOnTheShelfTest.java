package dev.alambic.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.run.UsageException;
import dev.alambic.workbench.Client.Answer;
import dev.alambic.workbench.shelf.Shelf;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are begun, that go on, or that tell what nobody understands. */
@Timeout(60)
class RunOnTheShelfTest {
    private static final String STARTED =
            "{\"time\":\"2026-12-01T03:16:48.419Z\",\"event\":\"runStarted\",\"name\":\"iris\",\"seed\":1,\"alambic\":\"0\"}\n";
    private static final String FINISHED =
            "{\"time\":\"2026-12-01T03:17:48.419Z\",\"event\":\"runFinished\",\"seconds\":60.0}\n";

    @TempDir
    private Path folder;

    private Workbench workbench;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        Path run = Files.createDirectories(folder.resolve("runs/a & <b>"));
        Files.writeString(run.resolve("recipe.yaml"), "name: iris\ndata: {source: iris}\n");
        Files.createDirectory(run.resolve("models"));
        workbench = Workbench.start(ServerSettings.local(0), Shelf.of(List.of(), folder), line -> {});
        client = new Client(workbench.port());
    }

    @AfterEach
    void stop() {
        workbench.close();
    }

    private void tell(String line) throws IOException {
        Files.writeString(
                folder.resolve("runs/a & <b>/events.jsonl"),
                line,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private String state() {
        return client.get("/api/runs").json().at("/0/state").asText();
    }

    @Test
    void itsStateIsWhatItToldLast() throws IOException {
        assertThat(state()).isEqualTo("open");
        tell(STARTED);
        assertThat(state()).isEqualTo("open");
        tell(FINISHED);
        assertThat(state()).isEqualTo("finished");
        tell(STARTED);
        assertThat(state()).isEqualTo("open");
        tell("what is this\n");
        assertThat(state()).isEqualTo("open");
    }

    @Test
    void itsNameIsEscaped() {
        Answer home = client.get("/");
        assertThat(home.body())
                .contains("a &amp; &lt;b&gt;", "/runs/a%20%26%20%3Cb%3E")
                .doesNotContain("<b>");
        for (String view : List.of("", "/live", "/try", "/curves")) {
            assertThat(client.get("/runs/a%20%26%20%3Cb%3E" + view).status())
                    .as(view)
                    .isEqualTo(200);
        }
        assertThat(client.get("/compare?run=a%20%26%20%3Cb%3E&run=nothing").status())
                .isEqualTo(404);
        assertThat(client.get("/compare").status()).isEqualTo(400);
    }

    @Test
    void whatItHasCanBeTakenAway() throws IOException {
        Path models = folder.resolve("runs/a & <b>/models");
        Path model = Models.table(models.resolve("teacher.onnx"));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(models.resolve("teacher.alambic.zip")))) {
            for (String entry : List.of("manifest.json", "golden/0/input.bin", "golden/0/output.bin")) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write(entry.getBytes(StandardCharsets.UTF_8));
            }
        }
        Files.writeString(folder.resolve("runs/a & <b>/secret.txt"), "nobody's");
        String files = "/runs/a%20%26%20%3Cb%3E/files";
        assertThat(client.get(files).body())
                .contains("teacher.onnx", "package of teacher", "golden vectors of teacher", "recipe.yaml")
                .doesNotContain("secret");
        HttpResponse<byte[]> got = bytes(files + "/teacher.onnx");
        assertThat(got.body()).isEqualTo(Files.readAllBytes(model));
        assertThat(got.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename*=UTF-8''teacher.onnx");
        List<String> golden = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(
                new ByteArrayInputStream(bytes(files + "/teacher-golden.zip").body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                golden.add(entry.getName());
                assertThat(new String(zip.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(entry.getName());
            }
        }
        assertThat(golden).containsExactly("golden/0/input.bin", "golden/0/output.bin");
        for (String not : List.of("/secret.txt", "/..%2f..%2frecipe.yaml", "/models%2fteacher.onnx", "/.")) {
            assertThat(client.get(files + not).status()).as(not).isIn(400, 404);
        }
    }

    private HttpResponse<byte[]> bytes(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + workbench.port() + path))
                .build();
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRunThatStartsIsSeen() throws IOException {
        Path other = Files.createDirectories(folder.resolve("runs/z"));
        Files.writeString(other.resolve("recipe.yaml"), "name: z\n");
        assertThat(client.get("/api/runs").json()).hasSize(2);
    }

    @Test
    void brokenRecordsAreOneLine() throws IOException {
        Files.writeString(folder.resolve("runs/a & <b>/bench.json"), "{");
        Answer answer = client.get("/runs/a%20%26%20%3Cb%3E");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo("{\"error\":\"the records of this run cannot be read\"}");
    }

    @Test
    void eventsComeAsTheyAreTold() throws Exception {
        tell(STARTED);
        assertThat(client.get("/api/runs/a%20%26%20%3Cb%3E/events").status()).isEqualTo(406);
        assertThat(client.get("/api/runs/b/events", "Accept: text/event-stream").status())
                .isEqualTo(404);
        try (InputStream stream = stream("0")) {
            assertThat(event(stream)).contains("id: 1", "event: told", "data: " + STARTED.strip());
            tell(FINISHED);
            assertThat(event(stream)).contains("id: 2", "data: " + FINISHED.strip());
        }
        try (InputStream stream = stream("1")) {
            assertThat(event(stream)).contains("id: 2");
            workbench.close();
            assertThat(stream.readAllBytes()).isEmpty();
        }
    }

    private InputStream stream(String last) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + workbench.port() + "/api/runs/a%20%26%20%3Cb%3E/events");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", last)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    /** Reads to the next empty line. */
    private static String event(InputStream stream) throws IOException {
        StringBuilder read = new StringBuilder();
        while (!read.toString().endsWith("\n\n")) {
            int each = stream.read();
            if (each < 0) {
                break;
            }
            read.append((char) each);
        }
        return new String(read.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsNamedMustBeThere() throws IOException {
        assertThatThrownBy(() -> Shelf.of(List.of(folder.resolve("nothing")), folder))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("not there");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> Shelf.of(List.of(empty), folder)).hasMessageContaining("no run in it");
        assertThat(Shelf.of(List.of(), empty).all()).isEmpty();
    }
}
