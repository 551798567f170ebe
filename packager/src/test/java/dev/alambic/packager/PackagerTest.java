package dev.alambic.packager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.serde.ModelWriter;
import dev.alambic.onnx.serde.WriteOptions;
import dev.alambic.packager.archive.Archive;
import dev.alambic.packager.golden.Sample;
import dev.alambic.packager.manifest.Golden;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.Provenance;
import dev.alambic.packager.manifest.Step;
import dev.alambic.packager.manifest.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagerTest {
    private static final List<String> CLASSES = List.of("a", "b", "c");

    @TempDir
    Path folder;

    private Manifest packaged(PackageRequest request) {
        Path file = folder.resolve("out.zip");
        Manifest manifest = Packager.write(request, file).manifest();
        assertThat(PackageVerifier.verify(file, null).answers().misses()).isEmpty();
        return manifest;
    }

    @Test
    void theSameRequestGivesTheSameBytes() throws IOException {
        PackageRequest request = Models.request(Models.image(3, CLASSES), "digits", folder);
        Packager.write(request, folder.resolve("one.zip"));
        Packager.write(request, folder.resolve("two.zip"));
        assertThat(folder.resolve("one.zip")).hasSameBinaryContentAs(folder.resolve("two.zip"));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> String.valueOf(path.getFileName())))
                    .containsExactlyInAnyOrder("given.onnx", "one.zip", "two.zip");
        }
    }

    @Test
    void thePhonesPageTellsThatNnapiIsGivenUp() throws IOException {
        packaged(Models.request(Models.image(1, CLASSES), "digits", folder));
        String page = new String(Archive.read(folder.resolve("out.zip")).bytes("mobile.md"), StandardCharsets.UTF_8);
        assertThat(page.lines().filter(line -> line.contains("eprecated")))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("| NNAPI |") && line.endsWith("| no: deprecated |"))
                .anyMatch(line -> line.startsWith("Deprecated since Android 15 ") && line.contains("XNNPACK"));
    }

    @Test
    void theModelsFileIsPackedAsItIs() throws IOException {
        PackageRequest request = Models.request(Models.image(1, CLASSES), "digits", folder);
        packaged(request);
        assertThat(Archive.read(folder.resolve("out.zip")).bytes("model.onnx"))
                .isEqualTo(Files.readAllBytes(request.model()));
    }

    @Test
    void aPictureIsPreprocessedStepByStep() {
        Manifest manifest = packaged(Models.request(Models.image(1, CLASSES), "digits", folder));
        assertThat(manifest.preprocessing())
                .extracting(step -> step.getClass().getSimpleName())
                .containsExactly("Decode", "Resize", "Greyscale", "Scale", "Layout", "Feed");
        assertThat(manifest.postprocessing())
                .containsExactly(new Step.Softmax("logits"), new Step.ArgMax("logits"), new Step.TopK(3));
        assertThat(manifest.provenance().history()).containsExactly("distil", "QuantizeStatic");
    }

    @Test
    void whatRealPicturesShowIsAStep() {
        float[] stroke = new float[36];
        stroke[14] = 255;
        stroke[20] = 200;
        List<Sample> samples = Stream.of("sample-1", "sample-2", "sample-3")
                .map(name -> new Sample(name, "a real one", null, Map.of("image", Tensor.ofFloats(stroke, 1, 1, 6, 6))))
                .toList();
        Manifest manifest = packaged(Models.request(Models.image(1, CLASSES), "digits", folder)
                .withData(new PackageRequest.Data(samples, Map.of(), null, "")));
        assertThat(manifest.preprocessing())
                .startsWith(new Step.Decode("RGB", "black"), new Step.Ground("light", "dark"))
                .hasSize(7);
    }

    @Test
    void thereAreAtLeastEightDifferentCasesAndABatchOfTwo() {
        for (var model : List.of(Models.image(1, CLASSES), Models.generic())) {
            List<Golden.Case> cases =
                    packaged(Models.request(model, "m", folder)).golden().cases();
            assertThat(cases)
                    .hasSizeGreaterThanOrEqualTo(8)
                    .extracting(Golden.Case::name)
                    .contains("zeros", "batch-of-2");
        }
    }

    @Test
    void indicesStayWithinTheTableThatTheyPickFrom() {
        Manifest manifest = packaged(Models.request(Models.generic(), "m", folder));
        assertThat(manifest.inputs().get(0).range()).isEqualTo(new TensorSpec.Range(0, 10));
        assertThat(manifest.preprocessing()).isEmpty();
    }

    @Test
    void namesAndLabelsOfAnyKindGoIntoTheManifestAndBack() {
        List<String> labels = List.of("\"quoted\"", "</script>${x}`|", "日本 \u202e");
        Manifest manifest = packaged(Models.request(Models.image(1, labels), "a \"b\" $c <d>", folder));
        assertThat(manifest.identity().labels()).isEqualTo(labels);
        assertThat(manifest.identity().name()).isEqualTo("a \"b\" $c <d>");
    }

    @Test
    void asManyLabelsAsClassesAreWanted() {
        PackageRequest request = Models.request(Models.image(1, List.of("a", "b")), "digits", folder);
        assertThatThrownBy(() -> Packager.write(request, folder.resolve("out.zip")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 3, was 2");
        assertThat(folder.resolve("out.zip")).doesNotExist();
    }

    @Test
    void sizesOfExtentsThatAreNotThereAreTheCallersMistake() {
        PackageRequest request = Models.request(Models.generic(), "m", folder)
                .withData(new PackageRequest.Data(List.of(), Map.of("sequence", 8L), null, ""));
        assertThatThrownBy(() -> Packager.write(request, folder.resolve("out.zip")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sequence");
    }

    @Test
    void textsStandInVectorsAsJson() {
        var model = GraphText.model("""
                x: string[batch, 2]
                y = Identity(x)
                return y: string[batch, 2]
                """, builder -> {});
        Manifest manifest = packaged(Models.request(model, "m", folder));
        assertThat(manifest.golden().cases())
                .hasSize(8)
                .allSatisfy(each -> assertThat(each.inputs().get(0).file()).endsWith("-0.json"));
    }

    /** The runtime shares the bytes of equal names in a file: those of types (T, Y) with those of values. */
    @Test
    void valuesMayBeCalledAsTypesAre() {
        var model = GraphText.model(
                "T: float[batch, 4]\nT1 = Softmax(T)\nX = Sub(T, T1)\nY = Cast(X) to=6\nreturn Y", builder -> {});
        assertThat(packaged(Models.request(model, "m", folder)).model().ort()).isNotNull();
    }

    @Test
    void aModelThatTheRuntimeDoesNotReadInItsOwnFormIsPackedWithout() {
        var model = OnnxModel.of(
                GraphText.model(
                                "i: int64[batch]\nw = Cast(t) to=3\ny = Gather(w, i)\nz = DequantizeLinear(y, s)\nreturn z",
                                builder -> {
                                    builder.initializer(
                                            "t", Tensor.of(DataType.INT4, new long[] {2, 2}, ByteBuffer.allocate(2)));
                                    builder.initializer("s", Tensor.scalar(0.5f));
                                })
                        .graph(),
                21);
        Path file = folder.resolve("out.zip");
        Packaged packaged = Packager.write(Models.request(model, "m", folder), file);
        assertThat(PackageVerifier.verify(file, null).answers().misses()).isEmpty();
        if (packaged.manifest().model().ort() == null) {
            assertThat(packaged.notes()).anyMatch(note -> note.startsWith("there is no model.ort: ONNX Runtime "));
        }
    }

    @Test
    void weightsBesideTheModelGoIntoOneFile() throws IOException {
        PackageRequest request = Models.request(Models.image(1, CLASSES), "digits", folder);
        Path beside = folder.resolve("beside.onnx");
        OnnxModel model = OnnxModel.read(request.model());
        WriteOptions external = WriteOptions.defaults().withWeights(WriteOptions.Weights.EXTERNAL);
        ModelWriter.write(model.content(), beside, external.withExternalThresholdBytes(16));
        assertThat(folder.resolve("beside.onnx.data")).isNotEmptyFile();
        Manifest manifest = packaged(request.withModel(beside));
        assertThat(manifest.provenance().parents())
                .extracting(Provenance.Parent::what)
                .containsExactly("the model's file, whose weights lay beside it");
        Path whole = Files.write(
                folder.resolve("whole.onnx"),
                Archive.read(folder.resolve("out.zip")).bytes("model.onnx"));
        assertThat(OnnxModel.read(whole).graph()).isEqualTo(model.graph());
    }
}
