package dev.alambic.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.format.ReadingOptions;
import dev.alambic.data.picture.ImageOptions;
import dev.alambic.data.sample.InputSamples;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleSourceTest {
    private static final int WHITE = 0xffffff;

    @TempDir
    Path folder;

    static OnnxModel model(Shape shape) {
        Graph graph = Graph.build("tiny", builder -> {
            builder.input(ValueInfo.of("x", DataType.FLOAT, shape));
            builder.node(Node.of("Relu", List.of("x"), "y"));
            builder.output(ValueInfo.of("y", DataType.FLOAT, shape));
        });
        return OnnxModel.of(graph, 17);
    }

    private InputSamples open(OnnxModel model, ImageOptions images, int most) {
        return SampleSource.open(folder, model, ReadingOptions.of(images), most);
    }

    /** Returns what is fed to the one input. */
    private static List<Tensor> all(InputSamples samples) {
        List<Tensor> all = new ArrayList<>();
        samples.batches().forEach(feeds -> all.addAll(feeds.values()));
        return all;
    }

    private void image(String name, int width, int height, int... rgb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, rgb, 0, width);
        ImageIO.write(image, "png", folder.resolve(name).toFile());
    }

    @Test
    void imagesAreBroughtToTheSizeOfTheModelAndNormalized() throws IOException {
        image("b.png", 2, 2, 0xff0000, 0xff0000, 0xff0000, 0xff0000);
        ImageOptions options =
                ImageOptions.defaults().withMean(List.of(0.5, 0.5, 0.0)).withStd(List.of(0.5));

        List<Tensor> samples = all(open(model(Shape.symbolic("n", 3, 1, 1)), options, 10));

        assertThat(samples).containsExactly(Tensor.ofFloats(new float[] {1, -1, 0}, 1, 3, 1, 1));
    }

    @Test
    void aModelOfGrayMayHaveItsChannelLast() throws IOException {
        image("a.png", 1, 2, 0, WHITE);

        List<Tensor> samples = all(open(model(Shape.symbolic("n", 2, 1, 1)), ImageOptions.defaults(), 10));

        assertThat(samples).containsExactly(Tensor.ofFloats(new float[] {0, 1}, 1, 2, 1, 1));
    }

    @Test
    void aModelOfAnySizeNeedsToBeToldOne() throws IOException {
        image("a.png", 1, 1, WHITE);
        OnnxModel model = model(Shape.symbolic("n", 3, "h", "w"));

        assertThatThrownBy(() -> open(model, ImageOptions.defaults(), 1))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("--image-size");
        assertThat(all(open(model, ImageOptions.defaults().withSize(3, 2), 1))
                        .get(0)
                        .dims())
                .containsExactly(1, 3, 2, 3);
    }

    @Test
    void samplesAreSpreadEvenlyOverTheFiles() throws IOException {
        for (int i = 0; i < 10; i++) {
            int gray = i * 0x010101;
            image("image" + i + ".png", 1, 1, gray);
        }

        InputSamples samples = open(model(Shape.symbolic("n", 3, 1, 1)), ImageOptions.defaults(), 5);

        assertThat(samples.count()).isEqualTo(5);
        assertThat(all(samples))
                .extracting(each -> Math.round(255 * each.floats()[0]))
                .containsExactly(0, 2, 4, 6, 8);
    }

    @Test
    void arraysOfNumpyAreCutIntoBatches() throws IOException {
        Files.write(folder.resolve("x.npy"), floats(40, 2));

        List<Tensor> samples = all(open(model(Shape.symbolic("n", 2)), ImageOptions.defaults(), 100));

        assertThat(samples).extracting(each -> each.dims()[0]).containsExactly(32L, 8L);
        assertThat(samples.get(1).floats()[0]).isEqualTo(64);
    }

    @Test
    void anArrayOfNoSamplesIsRefused() throws IOException {
        Files.write(folder.resolve("x.npy"), floats(0, 2));

        assertThatThrownBy(() -> open(sum(), ImageOptions.defaults(), 100))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageEndingWith("x.npy: array 'x': it holds samples (expected 1 or more, was 0)");
    }

    @Test
    void samplesOfAnArrayAreCountedAndSpreadOneByOne() throws IOException {
        Files.write(folder.resolve("x.npy"), floats(40, 2));

        InputSamples samples = open(model(Shape.symbolic("n", 2)), ImageOptions.defaults(), 4);

        assertThat(samples.count()).isEqualTo(4);
        assertThat(all(samples)).containsExactly(Tensor.ofFloats(new float[] {0, 1, 20, 21, 40, 41, 60, 61}, 4, 2));
        assertThat(open(model(Shape.symbolic("n", 2)), ImageOptions.defaults(), 100)
                        .count())
                .isEqualTo(40);
    }

    @Test
    void anAxisMoreThanTheInputHasCountsSamples() throws IOException {
        Files.write(folder.resolve("x.npy"), floats(3, 2));

        InputSamples samples = open(model(Shape.of(2)), ImageOptions.defaults(), 100);

        assertThat(samples.count()).isEqualTo(3);
        assertThat(all(samples)).extracting(Tensor::dims).containsOnly(new long[] {2});
        assertThat(all(samples).get(2).floats()).containsExactly(4, 5);
    }

    /** Adds what it is given to its state. */
    private static OnnxModel sum() {
        Graph graph = Graph.build("sum", builder -> {
            builder.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("n", 2)));
            builder.input(ValueInfo.of("state", DataType.FLOAT, Shape.symbolic("n", 2)));
            builder.node(Node.of("Add", List.of("x", "state"), "new_state"));
            builder.output(ValueInfo.of("new_state", DataType.FLOAT, Shape.symbolic("n", 2)));
        });
        return OnnxModel.of(graph, 17);
    }

    private static String stepsOf(InputSamples samples) {
        StringBuilder steps = new StringBuilder();
        samples.batches()
                .forEach(step -> steps.append(step.containsKey("state") ? "|" : "")
                        .append((int) Objects.requireNonNull(step.get("x")).floats()[0]));
        return steps.toString();
    }

    @Test
    void callsOfAModelWithStateFollowEachOther() throws IOException {
        Files.write(folder.resolve("a.npy"), floats(4, 2));
        InputSamples one = open(sum(), ImageOptions.defaults(), 100);
        assertThat(stepsOf(one)).isEqualTo("|0246");
        assertThat(one.count()).isEqualTo(4);

        Files.write(folder.resolve("b.npy"), floats(3, 2));
        assertThat(stepsOf(open(sum(), ImageOptions.defaults(), 100))).isEqualTo("|0246|024");
        assertThat(stepsOf(open(sum(), ImageOptions.defaults(), 4))).isEqualTo("|02|02");
        assertThat(stepsOf(SampleSource.open(folder, sum(), ReadingOptions.of(ImageOptions.defaults()), 100, 2)))
                .isEqualTo("|02|46|02|4");
    }

    @Test
    void aFolderOfFilesOfOneCallIsOneSequence() throws IOException {
        for (String file : List.of("one/0.npy", "one/1.npy", "two/0.npy")) {
            Files.createDirectories(folder.resolve(file).resolveSibling(""));
            Files.write(folder.resolve(file), floats(1, 2));
        }

        assertThat(stepsOf(open(sum(), ImageOptions.defaults(), 100))).isEqualTo("|00|0");
    }

    private static byte[] floats(int rows, int columns) {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }\n";
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 4 * rows * columns)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY\u0001\u0000".getBytes(StandardCharsets.US_ASCII))
                .putShort((short) header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < rows * columns; i++) {
            bytes.putFloat(i);
        }
        return bytes.array();
    }

    @Test
    void rowsFitAModelThatSaysNothingOfItself() throws IOException {
        Files.writeString(folder.resolve("rows.csv"), "1,2\n3,4\n");

        InputSamples samples = SampleSource.open(
                folder.resolve("rows.csv"),
                model(Shape.symbolic("n", 2)),
                ReadingOptions.of(ImageOptions.defaults()),
                100);

        assertThat(all(samples)).containsExactly(Tensor.ofFloats(new float[] {1, 2, 3, 4}, 2, 2));
    }

    @Test
    void aFolderOfNothingIsRefused() {
        assertThatThrownBy(() -> open(model(Shape.symbolic("n", 2)), ImageOptions.defaults(), 1))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("expected WAV files, images, .npz files or input_0.pb files");
    }
}
