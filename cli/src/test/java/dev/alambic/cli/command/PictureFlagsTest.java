package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.run.Json;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How pictures reach a model is said by flags, by a file beside the model or by the model, and told in each command.
 */
class PictureFlagsTest {

    private static final int[] LEVELS = {50, 60, 70, 80, 200, 210, 220, 230};

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void writeData() throws IOException {
        data = folder.resolve("data");
        IdxFiles.write(data, "train", LEVELS);
    }

    /** Returns a classifier of pictures of 1x2 pixels whose first channel is taken for 1 where it is above 0. */
    private Path model(Object... dims) {
        return model(ModelInfo.none(), dims);
    }

    private Path model(ModelInfo info, Object... dims) {
        int width = Stream.of(dims).skip(1).mapToInt(Integer.class::cast).reduce(1, Math::multiplyExact);
        float[] weights = new float[2 * width];
        weights[0] = -1;
        weights[1] = 1;
        Graph graph = Graph.build("signs", builder -> {
            builder.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic(dims)));
            builder.initializer("w", Tensor.ofFloats(weights, width, 2));
            builder.node(Node.of("Flatten", List.of("x"), "flat"));
            builder.node(Node.of("Gemm", List.of("flat", "w"), "y"));
            builder.output(ValueInfo.of("y", DataType.FLOAT, Shape.symbolic("n", 2)));
        });
        Path file = folder.resolve("model.onnx");
        info.withLabels(List.of("0", "1")).applyTo(OnnxModel.of(graph, 17)).write(file);
        return file;
    }

    private static Outcome run(Object... words) {
        return Outcome.of(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    }

    private static double accuracy(Outcome outcome) throws IOException {
        return Json.tree(outcome.succeeds()).get("metrics").get("accuracy").asDouble();
    }

    @Test
    void evaluateHeedsMeanAndStd() throws IOException {
        Path model = model("n", 1, 1, 2);

        assertThat(accuracy(run("evaluate", model, "--data", data, "--json"))).isEqualTo(0.5);
        assertThat(accuracy(run("evaluate", model, "--data", data, "--mean", "0.5", "--std", "0.25", "--json")))
                .isEqualTo(1);
        assertThat(accuracy(run("evaluate", model, "--data", data, "--preprocess", "imagenet-tf", "--json")))
                .isEqualTo(1);
    }

    @Test
    void howPicturesAreReadIsSaidOnce() throws IOException {
        Outcome outcome = run("evaluate", model("n", 1, 1, 2), "--data", data, "--preprocess", "imagenet-tf");

        assertThat(outcome.err().lines().filter(line -> line.contains("images read")))
                .containsExactly("images read as gray 2×1, -1 to 1, NCHW; another size is refused, colours by luminance"
                        + " (--preprocess imagenet-tf)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--mean 0.5", "--std 0.5", "--preprocess byte", "--image-size 2x1", "--colours bgr"})
    void aModelThatSaysHowItTakesPicturesIsNotOverruled(String flag) throws IOException {
        Path model = model(ModelInfo.none().withInput(new InputMeaning.Image(1, 1, 2, -1, 1)), "n", 1, 1, 2);
        String[] words = flag.split(" ");

        for (String command : List.of("evaluate", "bench", "package")) {
            run(command, model, "--data", data, words[0], words[1])
                    .fails(
                            ExitCode.USAGE,
                            "alambic: " + command + ": " + words[0]
                                    + ": the model says itself how it takes pictures (gray 2×1, -1 to 1, NCHW)");
        }
        assertThat(accuracy(run("evaluate", model, "--data", data, "--json"))).isEqualTo(1);
        assertThat(run("evaluate", model, "--data", data).err()).contains("(as the model says)");
    }

    @Test
    void flagsOfPicturesAreRefusedBesideOtherData() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "a,b,c\n1,2,0\n3,4,1\n");
        Path plain = Files.writeString(folder.resolve("plain.csv"), "1,2\n3,4\n");
        Path model = model("n", 2);

        run("evaluate", model, "--data", rows, "--mean", "0.5")
                .fails(ExitCode.USAGE, "alambic: evaluate: --mean: is for pictures, and rows.csv has none");
        run("quantize", model, "--int8", "static", "--calibration", plain, "--fit", "pad")
                .fails(ExitCode.USAGE, "alambic: quantize: --fit: is for pictures, and " + plain + " has none");
        run("predict", TinyModel.table(folder.resolve("table.onnx")), "1,2", "--std", "2")
                .fails(
                        ExitCode.USAGE,
                        "alambic: predict: --std: is for pictures, and what a model of tables is asked has none");
    }

    @Test
    void aPresetAndNumbersAreNotBothTaken() throws IOException {
        run("evaluate", model("n", 1, 1, 2), "--data", data, "--preprocess", "unit", "--mean", "0.5")
                .fails(
                        ExitCode.USAGE,
                        "alambic: evaluate: --preprocess: says what --mean and --std say (expected one of them, was both)");
        run("evaluate", model("n", 1, 1, 2), "--data", data, "--std", "0")
                .fails(ExitCode.USAGE, "alambic: evaluate: --std: expected numbers above 0, was '0'");
    }

    @Test
    void aFileBesideTheModelSaysHowAndFlagsOverruleIt() throws IOException {
        Path model = model("n", 1, 1, 2);
        Path config = Files.writeString(
                folder.resolve("preprocessor_config.json"), "{\"image_mean\": [0.5], \"image_std\": [0.5]}");

        Outcome outcome = run("evaluate", model, "--data", data, "--json");
        assertThat(accuracy(outcome)).isEqualTo(1);
        assertThat(outcome.err()).contains("-1 to 1, NCHW").contains("(preprocessor_config.json)");
        assertThat(accuracy(run("evaluate", model, "--data", data, "--json", "--preprocess", "unit")))
                .isEqualTo(0.5);

        Files.writeString(config, "{\"image_mean\": [0.5,");
        run("evaluate", model, "--data", data).failsWith(ExitCode.BAD_FILE, config + ": broken JSON: ");
        Files.writeString(config, "{\"image_std\": [0], \"image_mean\": [0]}");
        run("evaluate", model, "--data", data)
                .fails(
                        ExitCode.BAD_FILE,
                        "alambic: " + config
                                + ": image_std: how pictures are read (expected numbers above 0, was 0.0)");
    }

    @Test
    void everyCommandThatReadsDataHeedsThem() throws IOException {
        Path model = model("n", 1, 1, 2);
        String[] flags = {"--preprocess", "imagenet-tf"};

        JsonNode bench = Json.tree(run(
                        "bench",
                        model,
                        "--data",
                        data,
                        "--seconds",
                        "0.1",
                        "--skip",
                        "startup,memory,energy",
                        "--json",
                        flags[0],
                        flags[1])
                .succeeds());
        assertThat(bench.findValue("accuracy").asDouble()).isEqualTo(1);

        Path picture = picture("p.png", 2, 1, 50);
        JsonNode said = Json.tree(
                run("predict", model, picture, "--json", flags[0], flags[1]).succeeds());
        assertThat(said.get(0).get("label").asText()).isEqualTo("0");
        assertThat(Json.tree(run("predict", model, picture, "--json").succeeds())
                        .get(0)
                        .get("label")
                        .asText())
                .isEqualTo("1");

        Outcome diff = run("diff", model, model, "--data", data, flags[0], flags[1]);
        diff.succeeds();
        assertThat(diff.err()).contains("images read as gray 2×1, -1 to 1");
        Outcome packed = run("package", model, "--data", data, "-o", folder.resolve("m.zip"), flags[0], flags[1]);
        packed.succeeds();
        assertThat(packed.err()).contains("images read as gray 2×1, -1 to 1");
        Outcome quantized = run(
                "quantize",
                model,
                "--int8",
                "static",
                "--data",
                data,
                "-o",
                folder.resolve("q.onnx"),
                flags[0],
                flags[1]);
        assertThat(quantized.err()).contains("images read as gray 2×1, -1 to 1");
        assertThat(range(folder.resolve("q.onnx"))).isCloseTo(1.71, within(0.05));
    }

    /** Returns the width of the range of the input that a quantized model was calibrated to. */
    private static double range(Path file) {
        Graph graph = OnnxModel.read(file).graph();
        Node quantize = graph.nodes().stream()
                .filter(node -> node.is("QuantizeLinear"))
                .findFirst()
                .orElseThrow();
        return 255 * graph.floatConstant(quantize, 1).orElseThrow().floats()[0];
    }

    private Path picture(String name, int width, int height, int level) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        int[] levels = new int[width * height];
        Arrays.fill(levels, level);
        image.getRaster().setPixels(0, 0, width, height, levels);
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    void anotherSizeIsRefusedUnlessAFlagSaysWhatToDo() throws IOException {
        Path model = model("n", 3, 1, 4);

        run("evaluate", model, "--data", data)
                .failsWith(
                        ExitCode.BAD_FILE,
                        "wrong image size, which --fit stretch, crop or pad brings to the model's (expected 4x1 pixels"
                                + " in 3 channels, was 2x1 pixels)");
        for (String how : List.of("stretch", "crop")) {
            Outcome outcome =
                    run("evaluate", model, "--data", data, "--fit", how, "--preprocess", "imagenet-tf", "--json");
            assertThat(accuracy(outcome)).as(how).isEqualTo(1);
            assertThat(outcome.err()).contains("RGB 4×1").contains("gray as three equal colours");
        }
        assertThat(accuracy(run("evaluate", model, "--data", data, "--fit", "pad", "--json")))
                .isEqualTo(0.5); // the first pixel is black, and black is no 1
    }

    @Test
    void channelsMayComeLastAndPixelsInOneRow() throws IOException {
        String[] flags = {"--preprocess", "imagenet-tf", "--fit", "stretch", "--json"};
        Outcome last = run(
                "evaluate",
                model("n", 2, 4, 3),
                "--data",
                data,
                "--colours",
                "bgr",
                flags[0],
                flags[1],
                flags[2],
                flags[3],
                flags[4]);
        assertThat(accuracy(last)).isEqualTo(1);
        assertThat(last.err()).contains("BGR 4×2, -1 to 1, NHWC");
        Outcome flat = run("evaluate", model("n", 2), "--data", data, flags[0], flags[1], flags[4]);
        assertThat(accuracy(flat)).isEqualTo(1);
        assertThat(flat.err()).contains("rows of 2");
        assertThat(accuracy(run("evaluate", model("n", 1, 2), "--data", data, flags[0], flags[1], flags[4])))
                .isEqualTo(1);
    }

    @Test
    void idxFilesAreSamplesToCalibrateOn() throws IOException {
        Path model = model("n", 1, 1, 2);
        Path file = data.resolve("train-images-idx3-ubyte");

        for (Path source : List.of(data, file)) {
            run(
                            "quantize",
                            model,
                            "--int8",
                            "static",
                            "--calibration",
                            source,
                            "--std",
                            "0.5",
                            "-o",
                            folder.resolve("q.onnx"))
                    .succeeds();
            assertThat(range(folder.resolve("q.onnx"))).isCloseTo(2 * 230 / 255.0, within(0.02));
        }
    }

    @Test
    void aFolderWithATestPartIsJudgedOnIt() throws IOException {
        IdxFiles.write(data, "t10k", 40, 250, 240, 90);
        Path model = model("n", 1, 1, 2);

        JsonNode said =
                Json.tree(run("evaluate", model, "--data", data, "--json").succeeds());
        assertThat(said.get("samples").asInt()).isEqualTo(4);
        assertThat(said.get("data").asText()).startsWith("test part of ");
        assertThat(Json.tree(run("evaluate", model, "--data", data, "--split", "all", "--json")
                                .succeeds())
                        .get("samples")
                        .asInt())
                .isEqualTo(8);
    }

    @Test
    void rangesThatWereKeptAreThoseOfOneForm() throws IOException {
        Path model = model("n", 1, 1, 2);
        Path cache = folder.resolve("ranges.json");
        for (String preset : List.of("unit", "byte")) {
            for (String source : List.of("--data", "--calibration")) {
                run(
                                "quantize",
                                model,
                                "--int8",
                                "static",
                                source,
                                data,
                                "--cache",
                                cache,
                                "--preprocess",
                                preset,
                                "-o",
                                folder.resolve("q.onnx"))
                        .succeeds();
                assertThat(range(folder.resolve("q.onnx")))
                        .isCloseTo(preset.equals("unit") ? 230 / 255.0 : 230, within(0.01 * 255));
            }
        }
    }

    @Test
    void whereNobodySaysWhatAModelOfColoursExpectsAHintDoes() throws IOException {
        assertThat(run("evaluate", model("n", 3, 1, 2), "--data", data, "--fit", "stretch")
                        .err())
                .contains("hint: nobody says which values of pixels this model expects (0 to 1 is taken): say it by"
                        + " --preprocess imagenet, imagenet-tf, clip, unit or byte");
        assertThat(run("evaluate", model("n", 3, 1, 2), "--data", data, "--fit", "stretch", "--preprocess", "unit")
                        .err())
                .doesNotContain("hint");
    }

    @Test
    void namesOfClassesAreReadAsTextFilesAre() throws IOException {
        Path model = model("n", 1, 1, 2);
        Path zip = folder.resolve("m.zip");
        Path labels = Files.writeString(folder.resolve("labels.txt"), "\uFEFFcat \r\ndog\r\n\r\n");

        run("package", model, "--labels", labels, "-o", zip).succeeds();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            JsonNode manifest = Json.tree(new String(
                    file.getInputStream(file.getEntry("manifest.json")).readAllBytes(), StandardCharsets.UTF_8));
            assertThat(manifest.findValue("labels").toString()).isEqualTo("[\"cat\",\"dog\"]");
        }
        Files.write(labels, "cat\nch\u00eavre\n".getBytes(StandardCharsets.ISO_8859_1));
        run("package", model, "--labels", labels, "-o", zip)
                .failsWith(ExitCode.BAD_FILE, labels + ":2: not UTF-8 (the byte 0xea");
    }
}
