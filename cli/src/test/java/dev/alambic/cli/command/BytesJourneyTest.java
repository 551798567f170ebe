package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.run.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a folder of pictures to a model that takes their bytes in any size, and what each command makes of it. */
class BytesJourneyTest {
    private static final String RECIPE = """
            name: warmth
            data: {source: SOURCE, size: 16x12, fit: FIT, validation: 0.2, test: 0.2}
            teacher:
              network: {type: cnn, layers: [{type: conv, filters: 4, stride: 2}, globalAveragePool, linear]}
              training: {epochs: 3, batchSize: 8, optimizer: {type: adam, learningRate: 0.02}}
            """;

    /**
     * One level in 255 of some pixels is what resizing may differ by; what a logit of this small network makes of it.
     */
    private static final Offset<Double> LEVEL = Offset.offset(0.01);

    @TempDir
    private Path folder;

    private Path photos;

    @BeforeEach
    void writePictures() throws IOException {
        photos = folder.resolve("photos");
        for (int i = 0; i < 16; i++) {
            write("warm/" + i + ".png", true);
            write("cold/" + i + ".jpg", false);
        }
    }

    private void write(String name, boolean red) throws IOException {
        Path file = photos.resolve(name);
        Files.createDirectories(file.getParent());
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int width = 20 + random.nextInt(40);
        int height = 20 + random.nextInt(40);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int strong = 130 + random.nextInt(120);
            int weak = random.nextInt(120);
            image.setRGB(i % width, i / width, red ? strong << 16 | weak : weak << 16 | strong);
        }
        ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), file.toFile());
    }

    private Path trained(String fit) throws IOException {
        Path recipe = Files.writeString(
                folder.resolve("warmth.yaml"),
                RECIPE.replace("SOURCE", photos.toString()).replace("FIT", fit));
        Path run = folder.resolve("run");
        Outcome.of("train", recipe.toString(), "--out", run.toString()).succeeds();
        return run.resolve("models/teacher.onnx");
    }

    private Path bytes(Path model) {
        Path file = folder.resolve(model.getFileName().toString().replace(".onnx", "") + "-bytes.onnx");
        assertThat(Outcome.of("export", model.toString(), "--bytes", "-o", file.toString())
                        .succeeds())
                .isEqualTo(file + ": opset 18, input pixels: uint8[batch, height, width, 3]" + System.lineSeparator());
        return file;
    }

    private static JsonNode json(String... words) throws IOException {
        return Json.tree(Outcome.of(words).succeeds());
    }

    @Test
    void everyCommandFeedsThePicturesThemselves() throws IOException {
        Path plain = trained("crop");
        Path bytes = bytes(plain);

        String[] pictures = {
            photos.resolve("warm/3.png").toString(),
            photos.resolve("cold/5.jpg").toString()
        };
        JsonNode asked = json("predict", bytes.toString(), pictures[0], pictures[1], "--json");
        JsonNode before = json("predict", plain.toString(), pictures[0], pictures[1], "--json");
        for (int i = 0; i < 2; i++) {
            assertThat(asked.get(i).get("label")).isEqualTo(before.get(i).get("label"));
            assertThat(asked.get(i).get("probability").asDouble())
                    .isCloseTo(before.get(i).get("probability").asDouble(), LEVEL);
        }
        assertThat(Outcome.of("predict", bytes.toString(), pictures[0]).err())
                .contains("images fed as bytes in their own size, which the model brings to its own");
        // pictures of evaluate are brought to the model's size by the readers, so that nothing differs
        String[] data = {"--data", photos.toString(), "--json"};
        assertThat(json("evaluate", bytes.toString(), data[0], data[1], data[2]).get("metrics"))
                .isEqualTo(json("evaluate", plain.toString(), data[0], data[1], data[2])
                        .get("metrics"));
        assertThat(Outcome.of(
                                "bench",
                                bytes.toString(),
                                "--data",
                                photos.toString(),
                                "--seconds",
                                "0.2",
                                "--skip",
                                "startup,memory,energy")
                        .succeeds())
                .contains("teacher-bytes");
        Path int8 = folder.resolve("int8.onnx");
        Outcome.of(
                        "quantize",
                        bytes.toString(),
                        "--int8",
                        "static",
                        "--calibration",
                        photos.toString(),
                        "-o",
                        "" + int8)
                .succeeds();
        assertThat(OnnxModel.read(int8).graph().nodes()).anyMatch(node -> node.is("QuantizeLinear"));
        assertThat(Outcome.of("diff", bytes.toString(), int8.toString(), "--inputs", photos.toString())
                        .out())
                .contains("logits");
        assertThat(Outcome.of("inspect", bytes.toString()).succeeds())
                .containsPattern("pixels +uint8\\[batch, height, width, 3\\]");
    }

    @Test
    void aPackageFeedsBytesOfAnotherSize() throws IOException {
        Path model = bytes(trained("pad"));
        Path zip = folder.resolve("warmth.zip");
        JsonNode packed = json(
                "package",
                model.toString(),
                "--data",
                photos.toString(),
                "--licence",
                "MIT",
                "--json",
                "-o",
                zip.toString());
        assertThat(packed.isEmpty()).isFalse();
        assertThat(Outcome.of("verify", zip.toString()).succeeds()).isNotEmpty();
    }

    @Test
    void onlyPicturesHaveBytesAndOnlyOnce() throws IOException {
        Path model = trained("stretch");
        Outcome.of("export", bytes(model).toString(), "--bytes").failsWith(4, "model: its input is bytes already");
        Outcome.of("export", model.toString(), "--bytes", "--strings")
                .failsWith(2, "export: --strings is for tables, --bytes for pictures (expected one of them)");
        Outcome.of("export", model.toString(), "--strings")
                .failsWith(4, "model: only a table with categories has texts to take");
    }
}
