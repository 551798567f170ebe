package dev.alambic.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.run.Json;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gray picture of level 128 is 128 of 255 wherever it is read, for models of gray and of colours. */
class GrayPictureTest {

    private static final int LEVEL = 128;
    private static final double VALUE = LEVEL / 255.0;
    private static final double HALF_ULP = 0x1p-25; // of a float between 0.5 and 1

    @TempDir
    private Path folder;

    /** Returns a model of pictures of 2x2 pixels. */
    private Path model(int channels) {
        float[] weights = new float[2 * channels];
        Arrays.fill(weights, 1);
        Graph graph = Graph.build("tiny", builder -> {
            builder.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", channels, 2, 2)));
            builder.initializer("w", Tensor.ofFloats(weights, 2, channels, 1, 1));
            builder.node(Node.of("Conv", List.of("x", "w"), "y"));
            builder.output(ValueInfo.of("y", DataType.FLOAT, Shape.symbolic("batch", 2, 2, 2)));
        });
        Path file = folder.resolve("model.onnx");
        OnnxModel.of(graph, 17).write(file);
        return file;
    }

    /** Writes a picture whose every pixel is of level 128. */
    private Path picture(String kind, int side) throws IOException {
        BufferedImage image = switch (kind) {
            case "gray" -> new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
            case "gray16" -> new BufferedImage(side, side, BufferedImage.TYPE_USHORT_GRAY);
            default -> grayWithAlpha(side);
        };
        WritableRaster raster = image.getRaster();
        int[] level = {kind.equals("gray16") ? LEVEL * 257 : LEVEL, 255};
        for (int i = 0; i < side * side; i++) {
            raster.setPixel(i % side, i / side, Arrays.copyOf(level, raster.getNumBands()));
        }
        Path pictures = Files.createDirectories(folder.resolve("pictures"));
        assertThat(ImageIO.write(image, "png", pictures.resolve("a.png").toFile()))
                .isTrue();
        return pictures;
    }

    private static BufferedImage grayWithAlpha(int side) {
        ColorModel model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        return new BufferedImage(model, model.createCompatibleWritableRaster(side, side), false, null);
    }

    @ParameterizedTest
    @CsvSource({"gray, 2, 1", "gray, 2, 3", "gray, 5, 1", "gray, 5, 3", "gray16, 5, 3", "alpha, 2, 3", "alpha, 5, 1"})
    void calibrationLearnsTheLevelAsStored(String kind, int side, int channels) throws IOException {
        Path ranges = folder.resolve("ranges.json");

        Outcome.of(
                        "quantize",
                        model(channels).toString(),
                        "--int8",
                        "static",
                        "--calibration",
                        picture(kind, side).toString(),
                        "--cache",
                        ranges.toString())
                .succeeds();

        JsonNode range = Json.tree(Files.readString(ranges)).at("/ranges/x");
        assertThat(range.get(1).asDouble()).as(range.toString()).isCloseTo(VALUE, within(HALF_ULP));
    }

    @ParameterizedTest
    @CsvSource({"gray, 2, 1", "gray, 5, 3", "gray16, 2, 1", "gray16, 5, 1", "alpha, 5, 3"})
    void goldenVectorsHoldTheLevelAsStored(String kind, int side, int channels) throws IOException {
        Path zip = folder.resolve("model.zip");

        Outcome.of(
                        "package",
                        model(channels).toString(),
                        "--inputs",
                        picture(kind, side).toString(),
                        "-o",
                        zip.toString())
                .succeeds();

        ByteBuffer input = ByteBuffer.wrap(golden(zip)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(input.remaining()).isEqualTo(4 * channels * Float.BYTES);
        while (input.hasRemaining()) {
            assertThat(input.getFloat()).isCloseTo((float) VALUE, within((float) HALF_ULP));
        }
    }

    /** Returns the input of the first case that was made from the picture. */
    private static byte[] golden(Path zip) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            String name = file.stream()
                    .map(java.util.zip.ZipEntry::getName)
                    .filter(entry -> entry.matches("golden.*-sample-1/input-.*"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            file.stream().map(java.util.zip.ZipEntry::getName).toList()));
            return file.getInputStream(file.getEntry(name)).readAllBytes();
        }
    }
}
