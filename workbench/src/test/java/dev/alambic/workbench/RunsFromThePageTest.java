package dev.alambic.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.workbench.Client.Answer;
import dev.alambic.workbench.job.Jobs;
import dev.alambic.workbench.job.Recipes;
import dev.alambic.workbench.shelf.Shelf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class RunsFromThePageTest {
    /** Long enough to be stopped. */
    static final String LONG = """
            name: irises
            description: flowers, again and again
            threads: 1
            data: {source: iris}
            teacher:
              network: {type: mlp, hidden: [16]}
              training: {epochs: 4000, batchSize: 64}
            variants: {strip: false, fp16: none, int8: none}
            """;

    @TempDir
    private Path folder;

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private Workbench workbench;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("irises.yaml"), LONG);
        Files.writeString(folder.resolve("broken.yaml"), "data: {sauce: iris}\n");
        Files.writeString(folder.resolve("lost.yaml"), LONG.replace("source: iris", "source: nowhere.csv"));
        Files.writeString(folder.resolve("other.yaml"), "services: {}\n");
        Shelf shelf = Shelf.of(List.of(), folder);
        Jobs jobs = new Jobs(RunMain::process, new Recipes(folder), shelf.place(), said::add);
        workbench = Workbench.start(ServerSettings.local(0), shelf, jobs, said::add);
        client = new Client(workbench.port());
    }

    @AfterEach
    void stop() {
        workbench.close();
    }

    private Answer post(String path, String json) {
        return client.post(
                path,
                "application/json",
                json.getBytes(StandardCharsets.UTF_8),
                "Origin: http://127.0.0.1:" + workbench.port());
    }

    private String state(String id) {
        return StreamSupport.stream(client.get("/api/runs").json().spliterator(), false)
                .filter(run -> run.get("id").asText().equals(id))
                .map(run -> run.get("state").asText())
                .findFirst()
                .orElse("not there");
    }

    @Test
    void theRecipesOfTheFolderComeFirst() {
        List<String> names = StreamSupport.stream(
                        client.get("/api/recipes").json().spliterator(), false)
                .map(recipe -> recipe.get("name").asText())
                .toList();
        assertThat(names).startsWith("broken.yaml", "irises.yaml", "lost.yaml").contains("mnist-edge");
        assertThat(names).doesNotContain("other.yaml");
        assertThat(client.get("/").body()).contains("flowers, again and again", "mnist-edge");
    }

    @Test
    void whatComesToNothingSaysWhy() {
        assertThat(post("/api/runs", "{\"recipe\": \"broken.yaml\"}").body())
                .contains("broken.yaml:1: unknown key 'data.sauce'");
        Answer lost = post("/api/runs", "{\"recipe\": \"lost.yaml\"}");
        assertThat(lost.status()).isEqualTo(422);
        assertThat(lost.body()).contains("come to nothing", "nowhere.csv").doesNotContain(folder.toString());
        assertThat(post("/api/runs", "{\"recipe\": \"../irises.yaml\"}").status())
                .isEqualTo(404);
        assertThat(post("/api/runs", "{}").status()).isEqualTo(400);
        assertThat(post("/api/runs", "{\"recipe\": \"irises.yaml\", \"seed\": \"x\"}")
                        .status())
                .isEqualTo(400);
        assertThat(client.get("/api/runs").json()).isEmpty();
    }

    @Test
    void onlyAPageOfThisServerChangesAnything() {
        byte[] asked = "{\"recipe\": \"irises.yaml\"}".getBytes(StandardCharsets.UTF_8);
        String own = "Origin: http://127.0.0.1:" + workbench.port();
        assertThat(client.post("/api/runs", "application/json", asked).status()).isEqualTo(403);
        assertThat(client.post("/api/runs", "text/plain", asked, own).status()).isEqualTo(403);
        assertThat(client.post("/api/runs", "application/json", asked, "Origin: http://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(client.get("/api/runs").json()).isEmpty();
    }

    @Test
    void aRunIsStartedStoppedAndGoesOn() {
        Answer started = post("/api/runs", "{\"recipe\": \"irises.yaml\", \"seed\": 7}");
        assertThat(started.status()).as(started.body()).isEqualTo(201);
        String id = started.json().get("id").asText();
        String run = "/api/runs/" + id;
        assertThat(state(id)).isEqualTo("running");
        assertThat(post("/api/runs", "{\"recipe\": \"irises.yaml\"}").body()).contains("one run at a time");
        assertThat(post(run + "/resume", "{}").status()).isEqualTo(409);
        assertThat(post(run + "/stop", "{}").status()).isEqualTo(200);
        assertThat(state(id)).isEqualTo("open");
        assertThat(post(run + "/stop", "{}").status()).isEqualTo(409);
        assertThat(post(run + "/resume", "{}").status()).isEqualTo(200);
        assertThat(state(id)).isEqualTo("running");
        workbench.close();
        assertThat(said).anyMatch(line -> line.startsWith("stopped the run ") && line.contains("--resume"));
    }

    @Test
    void whatAnotherProcessMayRunIsLeftAlone() throws IOException {
        Path run = Files.createDirectories(folder.resolve("runs/elsewhere"));
        Files.writeString(run.resolve("recipe.yaml"), LONG);
        Files.writeString(
                run.resolve("events.jsonl"),
                "{\"time\":\"2026-12-01T03:16:48.419Z\",\"event\":\"runStarted\",\"name\":\"iris\",\"seed\":1,\"alambic\":\"0\"}\n");
        Answer answer = post("/api/runs/elsewhere/resume", "{}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("less than a minute ago");
        assertThat(Objects.requireNonNull(
                        client.get("/api/runs/elsewhere/events").body()))
                .isNotEmpty();
    }
}
