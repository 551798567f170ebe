package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.data.DataSource;
import dev.alambic.data.SampleSource;
import dev.alambic.data.answer.Classifier;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.run.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a folder of coloured pictures of any size to a model, and back with any picture. */
class PictureFolderTest {
    private static final String RECIPE = """
            name: warmth
            data: {source: SOURCE, size: 16x12, fit: crop, validation: 0.2}
            teacher:
              network:
                type: cnn
                layers:
                  - {type: conv, filters: 4, stride: 2}
                  - globalAveragePool
                  - linear
              training: {epochs: 12, batchSize: 8, optimizer: {type: adam, learningRate: 0.02}, augmentation: {crop: 0.7, flip: 0.5, brightness: 0.1}}
            """;

    @TempDir
    private Path folder;

    /** Writes noise, reddish or bluish. */
    private void write(String name, boolean red) throws IOException {
        Path file = folder.resolve("photos").resolve(name);
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

    @Test
    void aFirstRecipeSaysHowThePicturesAreReadAndRuns() throws IOException {
        for (int i = 0; i < 12; i++) {
            write("train/warm/" + i + ".png", true);
            write("train/cold/" + i + ".jpg", false);
        }
        write("test/warm/0.bmp", true);
        write("test/cold/0.png", false);
        Files.writeString(folder.resolve("photos/train/warm/broken.png"), "no picture");
        Path file = folder.resolve("first.yaml");

        String said = Outcome.of("init", folder.resolve("photos").toString(), "-o", file.toString())
                .succeeds();

        assertThat(said).contains("26 samples (image), 2 classes", "1 × broken files", "read as RGB ");
        assertThat(file)
                .content()
                .contains("  colours: rgb # 26 coloured, 0 gray\n", "  broken: skip # 1 files", "  validation: 0.15")
                .doesNotContain("  test: ");
        Outcome.of(
                        "train",
                        file.toString(),
                        "--set",
                        "teacher.training.epochs=1",
                        "--out",
                        folder.resolve("r").toString())
                .succeeds();
    }

    @Test
    void aModelOfPicturesIsTrainedAndAsked() throws IOException {
        for (int i = 0; i < 20; i++) {
            write("train/warm/" + i + ".png", true);
            write("train/cold/" + i + ".jpg", false);
        }
        for (int i = 0; i < 6; i++) {
            write("test/warm/" + i + ".bmp", true);
            write("test/cold/" + i + ".png", false);
        }
        Path recipe = Files.writeString(
                folder.resolve("warmth.yaml"),
                RECIPE.replace("SOURCE", folder.resolve("photos").toString()));
        Path run = folder.resolve("run");

        Outcome.of("train", recipe.toString(), "--out", run.toString()).succeeds();

        Path model = run.resolve("models/teacher.onnx");
        Path picture = folder.resolve("photos/test/warm/0.bmp");
        assertThat(Outcome.of("predict", model.toString(), picture.toString()).succeeds())
                .contains("warm");
        JsonNode measured =
                Json.tree(Outcome.of("evaluate", model.toString(), "--json").succeeds());
        assertThat(measured.get("samples").asInt()).isEqualTo(12);
        assertThat(measured.at("/metrics/accuracy").asDouble()).isEqualTo(1);
        askedAsEvaluated(model, picture);
    }

    /** The same picture by predict's door and by evaluate's gives the same answer, to the last bit. */
    private void askedAsEvaluated(Path file, Path picture) {
        OnnxModel model = OnnxModel.read(file);
        InputMeaning said = Objects.requireNonNull(ModelInfo.of(model).input());
        assertThat(said).isEqualTo(new InputMeaning.Image(3, 12, 16, 0, 255, InputMeaning.Resize.CROP));
        Dataset test = Objects.requireNonNull(DataSource.open(
                        folder.resolve("photos").toString(),
                        DataOptions.defaults().withInput(said))
                .test());
        float[] evaluated = new float[test.sampleSize()];
        test.copySample(6, evaluated, 0); // the first of the second class
        float[] asked = SampleSource.read(picture.toString(), said, DataOptions.defaults())
                .values()[0];

        assertThat(asked).isEqualTo(evaluated);
        try (Classifier classifier = Classifier.open(model, SessionOptions.defaults())) {
            assertThat(classifier.predict(asked)).isEqualTo(classifier.predict(evaluated));
        }
    }
}
