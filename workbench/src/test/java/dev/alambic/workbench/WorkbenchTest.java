package dev.alambic.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.run.UsageException;
import dev.alambic.workbench.Client.Answer;
import dev.alambic.workbench.shelf.Shelf;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WorkbenchTest {
    private static final String ASK = "/api/runs/models/answers?models=";

    @TempDir
    private static Path folder;

    private static final List<String> SAID = Collections.synchronizedList(new ArrayList<>());

    private static Workbench workbench;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        Path broken = Models.image(folder.resolve("broken.onnx"));
        workbench = Workbench.start(
                ServerSettings.local(0),
                Shelf.of(
                        List.of(
                                Models.image(folder.resolve("image.onnx")),
                                Models.image(folder.resolve("image-2.onnx")),
                                Models.table(folder.resolve("table.onnx")),
                                broken),
                        folder),
                SAID::add);
        client = new Client(workbench.port());
        Files.delete(broken);
        Files.writeString(broken, "no model any more");
    }

    @AfterAll
    static void stop() {
        workbench.close();
    }

    /** Returns a picture whose upper half is of one level, the lower of another. */
    private static byte[] halves(int width, int height, int upper, int lower) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.getRaster().setSample(x, y, 0, y < height / 2 ? upper : lower);
            }
        }
        return png(image);
    }

    private static byte[] png(BufferedImage image) {
        return Client.bytes(bytes -> ImageIO.write(image, "png", bytes));
    }

    @Test
    void saysWhatIsThereAndWhatItTakes() {
        JsonNode list = client.get("/api/runs").json();
        assertThat(list).hasSize(1);
        assertThat(list.get(0).get("id").asText()).isEqualTo("models");
        JsonNode facts = client.get("/api/runs/models").json();
        assertThat(facts.at("/models/0/input").asText()).isEqualTo("image");
        assertThat(facts.at("/models/2/columns/2/values").toString()).isEqualTo("[\"red\",\"blue\"]");
        assertThat(facts.at("/models/3/error").asText()).isEqualTo("model broken: cannot be opened");
        assertThat(SAID).anySatisfy(line -> assertThat(line).startsWith("model broken: "));
    }

    @ParameterizedTest
    @CsvSource({"3, 1, low", "1, 3, high", "2.5e0, -1, low"})
    void answersARow(String a, String b, String label) {
        JsonNode reply = client.postJson(ASK + "table", "{\"row\": {\"a\": " + a + ", \"b\": \"" + b + "\"}}")
                .json();
        assertThat(reply.at("/answers/0/label").asText()).isEqualTo(label);
        assertThat(reply.at("/answers/0/values/0/name").asText()).isEqualTo("low");
        assertThat(reply.at("/answers/0/values/0/value").asDouble()
                        + reply.at("/answers/0/values/1/value").asDouble())
                .isBetween(0.999999, 1.000001);
        assertThat(reply.at("/answers/0/micros").asDouble()).isPositive();
    }

    @Test
    void twoModelsAnswerAPictureOfAnySize() {
        Answer answer = client.post(ASK + "image,image-2", "image/png", halves(100, 100, 255, 0));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().at("/answers/0/label").asText()).isEqualTo("low");
        assertThat(answer.json().at("/answers/1/model").asText()).isEqualTo("image-2");
        assertThat(answer.json().at("/seen/png").asText()).startsWith("iVBOR");
        assertThat(client.post(ASK + "image", "image/png", halves(64, 64, 0, 255))
                        .json()
                        .at("/answers/0/label")
                        .asText())
                .isEqualTo("high");
    }

    /** A dot in a corner is brought to the middle, so that neither half is brighter by much. */
    @Test
    void aDrawingIsCentred() {
        BufferedImage drawing = new BufferedImage(280, 280, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 400; i++) {
            drawing.getRaster().setSample(5 + i % 20, 5 + i / 20, 0, 255);
        }
        JsonNode drawn =
                client.post(ASK + "image&as=drawing", "image/png", png(drawing)).json();
        assertThat(drawn.at("/answers/0/values/0/value").asDouble()).isBetween(0.4, 0.6);
        JsonNode brought = client.post(ASK + "image", "image/png", png(drawing)).json();
        assertThat(brought.at("/answers/0/label").asText()).isEqualTo("low");
        Answer empty = client.post(ASK + "image&as=drawing", "image/png", halves(28, 28, 0, 0));
        assertThat(empty.status()).isEqualTo(400);
        assertThat(empty.json().get("error").asText()).isEqualTo("the drawing: nothing is drawn");
    }

    @Test
    void aModelThatCannotAnswerDoesNotKeepTheOthers() {
        JsonNode reply = client.postJson(ASK + "table,image", "{\"row\": {\"a\": 2, \"b\": 1}}")
                .json();
        assertThat(reply.at("/answers/0/label").asText()).isEqualTo("low");
        assertThat(reply.at("/answers/1/error").asText()).isEqualTo("takes no rows of a table");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table | application/json | {\"row\": {\"c\": 1}} | 400 | the row: the model has no column 'c'",
                "table | application/json | {\"row\": {\"a\": \"x\", \"b\": 1}} | 400 | column 'a'",
                "table | application/json | {\"row\": {\"a\": [1]}} | 400 | a cell is a text or a number",
                "table | application/json | {\"row\": | 400 | not JSON",
                "table | application/json | {} | 400 | nothing is asked",
                "table | text/plain | a | 415 | a picture or JSON",
                "table | image/png | a | 422 | takes no pictures",
                "table | application/json | {\"sample\": 1} | 404 | no such sample",
                "image | image/png | GIF89a | 400 | broken image",
                "image | image/png | x | 400 | not an image",
                "nothing | image/png | x | 404 | model: not here",
                "broken | image/png | x | 422 | model broken: cannot be opened",
                "../../etc/passwd | image/png | x | 404 | model: not here",
            })
    void refusesInOneLine(String models, String type, String body, int status, String line) {
        Answer answer = client.post(ASK + models, type, body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("error").asText()).contains(line).doesNotContain(folder.toString());
    }

    @Test
    void refusesWhatIsTooLarge() {
        assertThat(client.post(ASK + "image", "image/png", new byte[(int) Workbench.MOST_BYTES + 1])
                        .status())
                .isIn(413, 0);
        assertThat(client.post(ASK + "image", "image/png", bomb())
                        .json()
                        .get("error")
                        .asText())
                .contains("too large for a picture");
        byte[] long_ = new byte[1 << 19];
        Arrays.fill(long_, (byte) ' ');
        assertThat(client.post(ASK + "table", "application/json", long_).status())
                .isEqualTo(413);
    }

    /** A header that promises 60,000 × 60,000 pixels. */
    private static byte[] bomb() {
        byte[] png = halves(2, 2, 0, 0);
        png[18] = (byte) (60_000 >> 8);
        png[19] = (byte) 60_000;
        png[22] = (byte) (60_000 >> 8);
        png[23] = (byte) 60_000;
        java.util.zip.CRC32 check = new java.util.zip.CRC32();
        check.update(png, 12, 17);
        for (int i = 0; i < 4; i++) {
            png[29 + i] = (byte) (check.getValue() >> (24 - 8 * i));
        }
        return png;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "127.0.0.1.evil.example", "192.168.0.7", "localhost.evil.example:80", "", "["})
    void refusesForeignNames(String host) {
        assertThat(client.get("/api/runs", "Host: " + host).status()).isIn(400, 421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site"})
    void refusesPagesOfOthers(String header) {
        Answer answer = client.post(ASK + "table", "application/json", "{}".getBytes(StandardCharsets.UTF_8), header);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(client.get("/api/runs", header).status()).isEqualTo(403);
    }

    @Test
    void takesItsOwnPagesAndLinksFromOthers() {
        assertThat(client.get("/", "Origin: http://127.0.0.1:" + workbench.port())
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                        .status())
                .isEqualTo(200);
        assertThat(client.get("/", "Host: localhost:9").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/runs/models/try", "/assets/try.js", "/api/runs", "/nothing", "/api/runs/nothing"})
    void everyAnswerHasItsPolicy(String path) {
        Answer answer = client.get(path);
        assertThat(answer.head())
                .contains("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self';")
                .contains("X-Content-Type-Options: nosniff")
                .doesNotContain("Server:");
        assertThat(answer.body()).doesNotContain("<script>", "onclick", " at dev.alambic");
    }

    @Test
    void pagesLoadNothingThatIsNotThere() {
        String page = client.get("/runs/models/try").body();
        for (String asset : List.of("report.css", "workbench.css", "try.js")) {
            assertThat(page).contains("/assets/" + asset);
            assertThat(client.get("/assets/" + asset).status()).isEqualTo(200);
        }
        assertThat(client.get("/assets/pad.js").head()).contains("text/javascript");
        assertThat(client.get("/assets/..%2fopenapi.json").status()).isIn(400, 404);
        assertThat(client.get("/runs/models").head()).contains("/runs/models/try");
        assertThat(client.get("/nothing", "Accept: text/html").body()).contains("<h1>Not here</h1>");
    }

    @Test
    void modelsRaceSideBySide() throws Exception {
        assertThat(client.post("/api/runs/models/races?models=nothing", "text/plain", new byte[0])
                        .status())
                .isEqualTo(404);
        Answer raced = client.post("/api/runs/models/races?models=table,image", "text/plain", new byte[0]);
        List<JsonNode> laps = raced.body()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(line -> new Answer(200, "", line).json())
                .toList();
        assertThat(laps).hasSizeGreaterThan(3);
        JsonNode last = laps.get(laps.size() - 1);
        assertThat(last.get("done").asBoolean()).isTrue();
        assertThat(last.get("models")).hasSize(2);
        for (JsonNode timed : last.get("models")) {
            assertThat(timed.get("p50").asDouble())
                    .isBetween(timed.get("low").asDouble(), timed.get("high").asDouble());
        }
        assertThat(last.at("/models/0/model").asText()).isEqualTo("table");
        assertThat(last.at("/models/0/speedup").asDouble()).isEqualTo(1);
    }

    @Test
    void theDescriptionKnowsEveryAddress() {
        JsonNode paths = client.get("/api/openapi.json").json().get("paths");
        List<String> names = new ArrayList<>();
        paths.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactly(
                        "/api/runs",
                        "/api/runs/{run}",
                        "/api/runs/{run}/answers",
                        "/api/runs/{run}/looks",
                        "/api/runs/{run}/races",
                        "/api/runs/{run}/models/{model}/graph",
                        "/api/runs/{run}/models/{model}/nodes",
                        "/api/runs/{run}/models/{model}/nodes/{node}",
                        "/api/runs/{run}/events",
                        "/api/runs/{run}/stop",
                        "/api/runs/{run}/resume",
                        "/api/recipes",
                        "/api/openapi.json");
    }

    @Test
    void anotherAddressNeedsAToken() {
        assertThatThrownBy(() -> new ServerSettings("0.0.0.0", 0, null))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("needs a token");
        assertThatThrownBy(() -> new ServerSettings("127.0.0.1", 0, "short")).hasMessageContaining("--token");
        String token = ServerSettings.newToken();
        Shelf shelf = Shelf.of(List.of(folder.resolve("table.onnx")), folder);
        try (Workbench guarded = Workbench.start(new ServerSettings("0.0.0.0", 0, token), shelf, SAID::add)) {
            Client other = new Client(guarded.port());
            assertThat(other.get("/").status()).isEqualTo(401);
            assertThat(other.get("/api/runs", "Authorization: Bearer " + token + "x")
                            .status())
                    .isEqualTo(401);
            assertThat(other.get("/api/runs", "Authorization: Bearer " + token).status())
                    .isEqualTo(200);
            assertThat(other.get("/", "Host: evil.example", "Authorization: Bearer " + token)
                            .status())
                    .isEqualTo(421);
            Answer opened = other.get("//evil.example/?token=" + token);
            assertThat(opened.head()).doesNotContain("Location: //");
            Answer first = other.get("/?token=" + token);
            assertThat(first.status()).isEqualTo(302);
            assertThat(first.head()).contains("HttpOnly").contains("SameSite=Strict");
            String cookie = "Cookie: alambic-" + guarded.port() + "=" + token;
            assertThat(other.get("/", cookie).status()).isEqualTo(200);
        }
    }

    @Test
    void aTakenPortIsSaid() {
        assertThatThrownBy(() ->
                        Workbench.start(ServerSettings.local(workbench.port()), Shelf.of(List.of(), folder), SAID::add))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--port");
    }

    @Test
    void aBodyThatIsCutShortIsTheCallersMistake() {
        byte[] request =
                ("POST /api/runs/models/answers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 30\r\nConnection: close\r\n\r\n{\"row\":")
                        .getBytes(StandardCharsets.ISO_8859_1);
        Answer answer = client.raw(request);
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("the body ends before its length");
    }

    /** Whatever is sent, nothing breaks: no 500, no path, no trace. */
    @Test
    void nothingThatIsSentBreaksIt() {
        sendAnything(17, 600);
    }

    @Test
    @Tag("slow")
    void nothingOfTenThousandRequestsBreaksIt() {
        sendAnything(18, 10_000);
    }

    private static void sendAnything(long seed, int count) {
        Random random = new Random(seed);
        List<String> paths = List.of(
                "/api/runs/models/answers?models=table",
                "/api/runs/models/answers?models=image&as=drawing",
                "/api/runs/models/looks?models=table",
                "/api/runs/models/looks?models=image",
                "/api/runs/%2e%2e/%2e%2e/etc/passwd",
                "/runs/../../../etc/passwd",
                "/assets/%00",
                "/runs/models/try?models=%ff",
                "/compare?run=models",
                "/compare?run=%00&run=..",
                "/api/runs/models/events",
                "/runs/models/live",
                "/runs/models/curves",
                "/api/runs/" + "x".repeat(3000),
                "/api/runs/a%0d%0ab",
                "/%",
                "/;/",
                "//",
                "*",
                "");
        List<String> types =
                List.of("application/json", "image/png", "image/jpeg", "multipart/form-data", ";", "\u00ff");
        List<byte[]> bodies = List.of(
                new byte[0],
                halves(9, 9, 255, 0),
                bomb(),
                "[[[[".repeat(2000).getBytes(StandardCharsets.UTF_8),
                "{\"text\": \"\\ud800\", \"row\": 3}".getBytes(StandardCharsets.UTF_8),
                "{\"row\": {\"a\": 1e999, \"b\": \"NaN\"}}".getBytes(StandardCharsets.UTF_8),
                "{\"sample\": 99999999999999999999}".getBytes(StandardCharsets.UTF_8),
                "{\"row\": {\"a\": null}}".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < count; i++) {
            byte[] body = bodies.get(random.nextInt(bodies.size())).clone();
            for (int k = random.nextInt(3); k > 0 && body.length > 0; k--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            String head = List.of("GET", "POST", "PUT", "HEAD", "BREW", "OPTIONS")
                            .get(random.nextInt(6)) + " "
                    + paths.get(random.nextInt(paths.size())) + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                    + "Accept: " + (random.nextBoolean() ? "text/html" : "*/*") + "\r\nContent-Type: "
                    + types.get(random.nextInt(types.size())) + "\r\nContent-Length: "
                    + (body.length + (random.nextInt(10) == 0 ? random.nextInt(5) - 2 : 0)) + "\r\n\r\n";
            byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
            byte[] request = Arrays.copyOf(start, start.length + body.length);
            System.arraycopy(body, 0, request, start.length, body.length);
            Answer answer = client.raw(request);
            assertThat(answer.status())
                    .as("seed " + seed + ": " + head + answer.body() + SAID)
                    .isNotIn(500, 501);
            assertThat(answer.body()).doesNotContain(folder.toString(), "Exception", "\tat ");
        }
        assertThat(client.get("/api/runs").status()).isEqualTo(200);
    }
}
