package dev.alambic.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.workbench.shelf.Shelf;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What models looked at, where it is known by hand. */
class LooksTest {
    private static final String LOOK = "/api/runs/models/looks?models=";

    @TempDir
    private static Path folder;

    private static Workbench workbench;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        List<Path> models = List.of(
                Models.image(folder.resolve("image.onnx")),
                Models.image(folder.resolve("image-2.onnx")),
                Models.table(folder.resolve("table.onnx")),
                Models.text(folder.resolve("text.onnx")));
        workbench = Workbench.start(ServerSettings.local(0), Shelf.of(models, folder), line -> {});
        client = new Client(workbench.port());
    }

    @AfterAll
    static void stop() {
        workbench.close();
    }

    /** White in the upper left corner of black speaks for "low". */
    @Test
    void thePartOfThePictureThatSpeaksForTheAnswerIsFound() {
        BufferedImage corner = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 9; i++) {
            corner.getRaster().setSample(i % 3, i / 3, 0, 255);
        }
        byte[] png = Client.bytes(bytes -> ImageIO.write(corner, "png", bytes));
        JsonNode looks = client.post(LOOK + "image,image-2", "image/png", png).json();
        JsonNode look = looks.at("/models/0");
        assertThat(look.get("of").asText()).isEqualTo("low");
        assertThat(look.get("columns").asInt()).isEqualTo(8);
        assertThat(look.get("parts")).hasSize(64);
        int strongest = 0;
        for (int i = 0; i < 64; i++) {
            double weight = look.at("/parts/" + i + "/weight").asDouble();
            strongest = weight > look.at("/parts/" + strongest + "/weight").asDouble() ? i : strongest;
            if (i % 8 > 3 || i / 8 > 3) {
                assertThat(weight).as("field " + i).isZero();
            }
        }
        assertThat(strongest).isEqualTo(9);
        assertThat(look.at("/parts/9/without").asDouble()).isEqualTo(0.5);
        assertThat(looks.at("/compared/0").asText())
                .isEqualTo("image-2 looked at the same as image (correlation 1.00)");
    }

    @Test
    void wordsSpeakForAndAgainst() {
        JsonNode look = client.postJson(LOOK + "text", "{\"text\": \"Merry or merry or sad\"}")
                .json()
                .at("/models/0");
        assertThat(look.get("of").asText()).isEqualTo("high");
        assertThat(look.at("/parts/0/name").asText()).isEqualTo("Merry");
        assertThat(look.get("parts")).hasSize(5);
        double[] bits = {1 / Math.log(2), 0, 1 / Math.log(2), 0, -1 / Math.log(2)};
        for (int i = 0; i < bits.length; i++) {
            // odds of e^(merry − sad), from probabilities that float32 rounds
            assertThat(look.at("/parts/" + i + "/weight").asDouble()).isCloseTo(bits[i], within());
        }
    }

    private static Offset<Double> within() {
        return Offset.offset(1e-5);
    }

    @Test
    void aCellThatDoesNotCountHasNoWeight() {
        JsonNode look = client.postJson(LOOK + "table", "{\"row\": {\"a\": 3, \"b\": 1, \"kind\": \"red\"}}")
                .json()
                .at("/models/0");
        assertThat(look.at("/parts/0").toString())
                .startsWith("{\"name\":\"a\",\"was\":\"3\",\"instead\":\"0\",\"without\":0.26");
        assertThat(look.at("/parts/1/weight").asDouble()).isNegative();
        assertThat(look.at("/parts/2/weight").asDouble()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "table | {\"row\": | 400 | not JSON",
                "table | {\"text\": \"a\"} | 422 | takes no texts",
                "table,image,text,image-2,a | {\"row\": {}} | 400 | expected 1 to 4 names",
                "nothing | {\"row\": {}} | 404 | not here",
                "table | {\"sample\": 3} | 404 | no such sample",
            })
    void refusesInOneLine(String models, String body, int status, String line) {
        Client.Answer answer = client.post(LOOK + models, "application/json", body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().get("error").asText()).contains(line);
    }

    @Test
    void aModelThatCannotAnswerDoesNotKeepTheOthers() {
        JsonNode looks = client.postJson(LOOK + "table,text", "{\"row\": {\"a\": 3, \"b\": 1}}")
                .json();
        assertThat(looks.at("/models/0/parts")).hasSize(3);
        assertThat(looks.at("/models/1/error").asText()).isEqualTo("takes no rows of a table");
        assertThat(looks.get("compared")).isEmpty();
    }
}
