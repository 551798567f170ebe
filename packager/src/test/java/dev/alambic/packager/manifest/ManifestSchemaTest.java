package dev.alambic.packager.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.packager.archive.InvalidPackageException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestSchemaTest {
    private static final String FULL = ManifestJson.write(Manifests.full());

    static Stream<Manifest> manifests() {
        Manifest ground = Manifests.full()
                .withPreprocessing(List.of(new Step.Ground("light", "dark"), new Step.Ground("dark", "light")));
        return Stream.of(Manifests.full(), Manifests.silent(), ground);
    }

    private static Manifest read(String json) {
        return ManifestSchema.read("manifest.json", json);
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void whatIsWrittenKeepsToTheSchemaAndIsReadBackEqual(Manifest manifest) {
        assertThat(read(ManifestJson.write(manifest))).isEqualTo(manifest);
    }

    @Test
    void groupsOfTheProgramAreNoneOfTheFile() {
        JsonNode tree = ManifestJson.tree("manifest.json", FULL);
        assertThat(tree.path("model").fieldNames())
                .toIterable()
                .containsExactly(
                        "file", "sha256", "bytes", "opset", "irVersion", "domains", "parameters", "runtime", "ort");
        assertThat(tree.path("provenance").fieldNames())
                .toIterable()
                .containsExactly("tool", "recipe", "seed", "history", "parents", "packagedBy", "data");
        assertThat(tree.path("evidence").path("latency").get(0).toString())
                .isEqualTo("{\"batch\":1,\"threads\":1,\"p50Micros\":1234.5,\"p90Micros\":2000.0}");
        assertThat(tree.path("preprocessing").get(1).toString())
                .isEqualTo(
                        "{\"step\":\"resize\",\"width\":3,\"height\":2,\"method\":\"antialiased-bilinear\",\"fit\":\"crop\"}");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        JsonNode tree = ManifestJson.tree("manifest.json", ManifestJson.write(Manifests.silent()));
        assertThat(tree.at("/model").has("ort")).isFalse();
        assertThat(tree.at("/provenance").has("seed")).isFalse();
        assertThat(tree.at("/golden").has("image")).isFalse();
        assertThat(tree.at("/evidence").has("machine")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "format" : 1            | "format" : 0
            "name" : "digits"       | "name" : ""
            "opset" : 17            | "opset" : -1
            "opset" : 17            | "opset" : "17"
            "opset" : 17            | "opsets" : 17
            "level" : "basic"       | "level" : "all"
            "step" : "resize"       | "step" : "crop"
            "name" : "a"            | "name" : "../a"
            "android", "ios"        | "android", "android"
            "golden/01-a/in.bin"    | "../in.bin"
            "golden/01-a/in.bin"    | "/in.bin"
            "absolute" : 6.2E-4     | "absolute" : -1
            "recipe" : "digits-student" | "recipe" : null
            """)
    void whatBreaksTheSchemaIsRefused(String before, String after) {
        assertThat(FULL).contains(before);
        assertThatThrownBy(() -> read(FULL.replace(before, after)))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageStartingWith("manifest.json: the manifest keeps to its schema (expected no breach, was");
    }

    @Test
    void aNewerFormIsUnsupportedAndNotBroken() {
        assertThatThrownBy(() -> read(FULL.replace("\"format\" : 1", "\"format\" : 2")))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("manifest.json: a newer alambic made this package (expected format 1, was 2)");
    }

    @Test
    void labelsAndClassesOfTheFileMustAgree() {
        assertThatThrownBy(() -> read(FULL.replace("\"zero\", \"one\"", "\"zero\", \"one\", \"two\"")))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageContaining("output 'logits': as many labels as classes (expected 2, was 3)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{} {}", "{\"a\": 1, \"a\": 2}", "nul"})
    void whatIsNoJsonOrSaysSomethingTwiceIsRefused(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageStartingWith("manifest.json: ");
    }

    @Test
    void aRangeGoesUpAndAnExtentIsANumberOrAName() {
        assertThatThrownBy(() -> new TensorSpec.Range(1, 0)).hasMessage("a range goes up (was 1.0 to 0.0)");
        assertThatThrownBy(() -> new TensorSpec.Range(Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TensorSpec("x", "float", List.of(true), List.of(), null, ""))
                .hasMessage("input or output 'x': an extent is a number or a name (was true)");
    }

    @Test
    void stepsAreSaidWithTheirNumbers() {
        assertThat(Manifests.full().preprocessing())
                .extracting(Step::said)
                .contains(
                        "Make it grey: level = 0.299 R + 0.587 G + 0.114 B, from 0 to 255, not rounded.",
                        "Scale each channel: value = level * factor + offset, where factor = [0.5] and offset = [-1.0].",
                        "Feed input 'image' with that tensor.");
        assertThat(new Step.Pad(3, 12, "end").said()).isEqualTo("Pad at the end with token 3 to 12 tokens.");
        assertThat(new Step.Tokenize("tokenizer.json", 12, "end").said())
                .contains("at most 12")
                .contains("lose their end");
        assertThat(new Step.Columns(List.of("a", "b")).said()).startsWith("Take the 2 features in their raw units");
        assertThat(new Step.Codes("city", List.of("Bonn", "Ulm"), 2).said())
                .isEqualTo(
                        "Feature 'city' is the place of its text in this list, from 0: Bonn | Ulm; any other text is 2,"
                                + " a missing one 2.");
        assertThat(new Step.Gaps(List.of("a", "b")).said()).endsWith("which the model fills by itself: a, b.");
    }
}
