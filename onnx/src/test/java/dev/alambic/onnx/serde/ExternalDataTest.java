package dev.alambic.onnx.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.serde.proto.OnnxProto.GraphProto;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import dev.alambic.onnx.serde.proto.OnnxProto.SparseTensorProto;
import dev.alambic.onnx.serde.proto.OnnxProto.TensorProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExternalDataTest {
    private static final WriteOptions EXTERNAL = WriteOptions.defaults().withWeights(WriteOptions.Weights.EXTERNAL);

    @TempDir
    private Path folder;

    private static OnnxModel model() {
        return GraphText.model("""
                x: float[n, 512]
                h = Mul(x, large)
                y = Add(h, small)
                return y: float[n, 512]
                """, graph -> {
            graph.initializer("large", ramp(512));
            graph.initializer("small", Tensor.scalar(0.5f));
            graph.initializer("unused", ramp(300));
        });
    }

    private static Tensor ramp(int length) {
        float[] values = new float[length];
        IntStream.range(0, length).forEach(i -> values[i] = i);
        return Tensor.ofFloats(values, length);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void largeWeightsStandAlignedBesideTheModel() throws IOException {
        Path file = folder.resolve("m.onnx");
        ModelWriter.write(model().content(), file, EXTERNAL);

        assertThat(names()).containsExactly("m.onnx", "m.onnx.data");
        GraphProto graph = ModelProto.parseFrom(Files.readAllBytes(file)).getGraph();
        assertThat(graph.getInitializerList())
                .extracting(TensorProto::getDataLocation)
                .containsExactly(
                        TensorProto.DataLocation.EXTERNAL,
                        TensorProto.DataLocation.DEFAULT,
                        TensorProto.DataLocation.EXTERNAL);
        assertThat(graph.getInitializer(2).getExternalDataList())
                .containsExactly(
                        Samples.entry("location", "m.onnx.data"),
                        Samples.entry("offset", "4096"),
                        Samples.entry("length", "1200"));
        assertThat(OnnxModel.read(file)).isEqualTo(model());
    }

    @Test
    void theRuntimeReadsWhatIsWritten() {
        Path file = folder.resolve("m.onnx");
        ModelWriter.write(model().content(), file, EXTERNAL);
        try (Session session = Session.open(file, SessionOptions.defaults())) {
            float[] ones = new float[512];
            Arrays.fill(ones, 1);
            float[] expected = new float[512];
            IntStream.range(0, 512).forEach(i -> expected[i] = i + 0.5f);
            assertThat(session.run(Map.of("x", Tensor.ofFloats(ones, 1, 512))))
                    .containsEntry("y", Tensor.ofFloats(expected, 1, 512));
        }
    }

    @Test
    void aModelIsWrittenOverTheFilesItIsMappedFrom() {
        Path file = folder.resolve("m.onnx");
        ModelWriter.write(model().content(), file, EXTERNAL);
        OnnxModel mapped = OnnxModel.read(file);
        OnnxModel changed = mapped.mapGraph(graph -> graph.edit(builder -> {
            builder.removeInitializer("unused");
            builder.initializer("front", ramp(2000));
        }));
        ModelWriter.write(changed.content(), file, EXTERNAL);
        assertThat(OnnxModel.read(file)).isEqualTo(changed);
        assertThat(mapped).isEqualTo(model());
    }

    @Test
    void smallModelsAreInlinedAgain() throws IOException {
        Path file = folder.resolve("m.onnx");
        ModelWriter.write(model().content(), file, EXTERNAL);
        OnnxModel.read(file).write(folder.resolve("inline.onnx"));
        assertThat(names()).containsExactly("inline.onnx", "m.onnx", "m.onnx.data");
        assertThat(OnnxModel.read(folder.resolve("inline.onnx"))).isEqualTo(model());
    }

    /** Writes a model with one external tensor [2] of float, whose entries are given. */
    private Path pointing(String... entries) throws IOException {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName("w")
                .setDataType(1)
                .addDims(2)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL);
        for (int i = 0; i < entries.length; i += 2) {
            tensor.addExternalData(Samples.entry(entries[i], entries[i + 1]));
        }
        GraphProto graph = GraphProto.newBuilder().addInitializer(tensor).build();
        Path inner = Files.createDirectories(folder.resolve("inner"));
        Files.write(folder.resolve("secret"), new byte[8]);
        Files.write(inner.resolve("data"), new byte[] {0, 0, 0, 0, 0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        return Files.write(inner.resolve("m.onnx"), Samples.model(graph).build().toByteArray());
    }

    @Test
    void offsetAndLengthMayBeLeftOutOrGiven() throws IOException {
        assertThat(OnnxModel.read(pointing("location", "data", "offset", "4"))
                        .graph()
                        .initializers())
                .containsEntry("w", Tensor.ofFloats(new float[] {1, 2}, 2));
        assertThat(OnnxModel.read(pointing("location", "./data", "length", "8"))
                        .graph()
                        .initializers())
                .containsEntry("w", Tensor.ofFloats(new float[] {0, 1}, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "../secret", "a/../../secret", "/etc/hostname", "..\\secret", "C:\\x", "C:x", "..", "sub/.."
            })
    void placesOutsideOfTheFolderAreRefused(String location) throws IOException {
        Path file = pointing("location", location);
        assertThatThrownBy(() -> OnnxModel.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("initializer 'w': external data stays in the model's folder")
                .hasMessageStartingWith(file.toString());
    }

    @Test
    void aLinkOutOfTheFolderIsRefused() throws IOException {
        Path file = pointing("location", "link");
        Files.createSymbolicLink(file.resolveSibling("link"), folder.resolve("secret"));
        assertThatThrownBy(() -> OnnxModel.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("external data stays in the model's folder");
    }

    @ParameterizedTest
    @CsvSource({
        "location, none, offset, 0, the external file is there",
        "location, data, offset, 5, the elements are inside data",
        "location, data, offset, -1, the external offset is a number",
        "location, data, offset, 9223372036854775807, the elements are inside data",
        "location, data, offset, x, the external offset is a number",
        "location, data, length, 7, the external length fits the extents",
        "location, data, checksum, 00, the SHA-1 of data",
    })
    void regionsThatDoNotFitAreRefused(String key, String value, String other, String otherValue, String rule)
            throws IOException {
        Path file = pointing(key, value, other, otherValue);
        assertThatThrownBy(() -> OnnxModel.read(file))
                .isInstanceOf(InvalidModelException.class)
                .hasMessageContaining("initializer 'w': " + rule);
    }

    @Test
    void externalDataInWhatIsOnlyCarriedAlongIsUnsupported() throws IOException {
        TensorProto outside = TensorProto.newBuilder()
                .setName("far")
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .build();
        GraphProto graph = GraphProto.newBuilder()
                .addSparseInitializer(SparseTensorProto.newBuilder().setValues(outside))
                .build();
        Path file = Files.write(
                folder.resolve("m.onnx"), Samples.model(graph).build().toByteArray());
        assertThatThrownBy(() -> OnnxModel.read(file))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("external data of tensor 'far'");
    }

    @Test
    void aRightChecksumIsAccepted() throws IOException {
        Path file = pointing("location", "data");
        String sha1 = HexFormat.of().formatHex(sha1(file.resolveSibling("data")));
        assertThat(OnnxModel.read(pointing("location", "data", "checksum", sha1))
                        .graph()
                        .initializers())
                .containsKey("w");
    }

    private static byte[] sha1(Path file) throws IOException {
        try {
            return MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(file));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingIsLeftBehindWhenTheTargetCannotBeReplaced() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("m.onnx"));
        assertThatThrownBy(() -> model().write(taken))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("m.onnx: cannot be written: it is a folder");
        Files.createDirectories(folder.resolve("n.onnx.data/full"));
        assertThatThrownBy(() -> ModelWriter.write(model().content(), folder.resolve("n.onnx"), EXTERNAL))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("n.onnx: cannot be written");
        assertThat(names()).containsExactly("m.onnx", "n.onnx.data");
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(() -> model().write(folder.resolve("none/m.onnx")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("m.onnx: cannot be written")
                .message()
                .doesNotContain("\n");
    }
}
