package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.run.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What there is in data, and what is suspicious about it. */
class DataCommandTest {

    @TempDir
    private Path folder;

    private static Outcome run(Object... words) {
        return Outcome.of(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    }

    private void write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(9, 5, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (int i = 0; i < 45; i++) {
            image.setRGB(i % 9, i / 9, random.nextInt());
        }
        ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    }

    private static JsonNode finding(JsonNode survey, String kind) {
        for (JsonNode finding : survey.get("findings")) {
            if (finding.get("kind").asText().startsWith(kind)) {
                return finding;
            }
        }
        throw new AssertionError("no finding '" + kind + "' in " + survey);
    }

    @Test
    void numbersToAnswerWithAreTheirRange() throws IOException {
        Path file = Files.writeString(folder.resolve("d.csv"), "a,b,price\n1,2,3.5\n1,2,4.5\n2,5,-1\n");

        String said = run("data", file, "--target-column", "price").succeeds();

        assertThat(said)
                .contains(
                        ": 3 samples (table)\n",
                        "to answer with: price of -1.0 to 4.5",
                        "the same row under two labels")
                .doesNotContain("classes");
    }

    @Test
    void whatIsSuspiciousAboutPicturesIsTold() throws IOException {
        for (int i = 0; i < 12; i++) {
            write("train/a/" + i + ".png");
        }
        write("train/b/0.jpg");
        write("test/a/x.png");
        write("test/b/x.bmp");
        Files.copy(folder.resolve("train/a/0.png"), folder.resolve("train/a/again.png"));
        Files.copy(folder.resolve("train/a/1.png"), folder.resolve("test/b/leak.png"));
        Files.writeString(folder.resolve("train/b/broken.png"), "no picture");
        ImageIO.write(
                new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB),
                "png",
                folder.resolve("train/b/black.png").toFile());

        JsonNode survey = Json.tree(run("data", folder, "--json").succeeds());

        assertThat(survey.get("samples").asInt()).isEqualTo(18);
        assertThat(survey.at("/classes/a/train").asInt()).isEqualTo(13);
        assertThat(survey.at("/classes/b/test").asInt()).isEqualTo(2);
        assertThat(survey.at("/facts/sizes").asText())
                .isEqualTo("2 different, 4 to 9 wide, 4 to 5 high: 1 4x4, 17 9x5");
        assertThat(survey.at("/facts/formats").asText()).isEqualTo("1 bmp, 1 jpeg, 16 png");
        assertThat(finding(survey, "broken files").get("count").asInt()).isEqualTo(1);
        assertThat(finding(survey, "the same picture again").get("count").asInt())
                .isEqualTo(2);
        assertThat(finding(survey, "the same picture in two parts")
                        .at("/examples/0")
                        .asText())
                .contains("test/b/leak.png", "train/a/1.png");
        assertThat(finding(survey, "the same picture under two labels")
                        .get("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(finding(survey, "classes of fewer than 10").at("/examples/0").asText())
                .isEqualTo("'b' has 2");
        assertThat(finding(survey, "pictures of one colour").at("/examples/0").asText())
                .isEqualTo("train/b/black.png");
        assertThat(run("data", folder).succeeds()).contains("1 × broken files", "class  train  test");
    }

    @Test
    void aSheetShowsPicturesOfEachClass() throws IOException {
        write("a/1.png");
        write("b/1.png");
        Path sheet = folder.resolve("sheet.png");

        run("data", folder, "--show", "--out", sheet).succeeds();

        BufferedImage image = ImageIO.read(sheet.toFile());
        assertThat(image.getWidth()).isGreaterThan(900);
        assertThat(image.getHeight()).isEqualTo(2 * (80 + 18 + 4) + 4);
    }

    @Test
    void rowsOfTablesAreComparedToo() throws IOException {
        Path table = Files.writeString(
                folder.resolve("t.csv"), "x,y,label\n1,2,a\n1,2,b\n3,4,a\n3,4,a\n5,6,b\n7,8,a\n9,10,b\n");

        String text = run("data", table).succeeds();

        assertThat(text)
                .contains("7 samples (table), 2 classes", "columns: 2: x, y", "2 × the same row again, exactly")
                .contains("1 × the same row under two labels\n  t.csv[0] is 'a', t.csv[1] is 'b'");
        run("data", table, "--show").failsWith(ExitCode.USAGE, "--show: is for pictures and sounds, and ");
    }

    @Test
    void whatIsMissingIsRefused() {
        run("data", folder.resolve("none")).failsWith(ExitCode.BAD_FILE, "no such file and no shipped data set");
    }
}
