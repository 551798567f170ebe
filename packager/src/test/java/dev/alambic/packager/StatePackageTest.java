package dev.alambic.packager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.state.StatePair;
import dev.alambic.packager.archive.Archive;
import dev.alambic.packager.golden.Calls;
import dev.alambic.packager.golden.Sample;
import dev.alambic.packager.manifest.Golden;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.ManifestSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package of a model with state says so, and its golden vectors go on from call to call. */
class StatePackageTest {
    @TempDir
    private Path folder;

    private Path written(PackageRequest request) {
        Path file = folder.resolve("p.zip");
        Packager.write(request, file);
        return file;
    }

    private String text(Path file, String name) {
        return new String(Archive.read(file).bytes(name), StandardCharsets.UTF_8);
    }

    @Test
    void theManifestHasThePairsAndASequenceOfCalls() {
        Path file = written(Models.request(Models.listening(), "listening", folder));
        Verification verification = PackageVerifier.verify(file, null);
        Manifest manifest = Packager.write(Models.request(Models.listening(), "listening", folder), file)
                .manifest();

        assertThat(verification.answers().misses()).isEmpty();
        assertThat(manifest.states().pairs()).containsExactly(new StatePair("h", "hn"), new StatePair("c", "cn"));
        assertThat(manifest.inputs().get(1).meaning())
                .isEqualTo("state: zeros at first, then what 'hn' gave in the call before");
        List<Golden.Case> calls = manifest.golden().cases().stream()
                .filter(each -> each.name().startsWith("call-"))
                .toList();
        assertThat(calls).hasSize(12);
        assertThat(calls.get(0).goesOn()).isFalse();
        assertThat(calls.get(0).inputs()).hasSize(3);
        assertThat(calls.subList(1, 12)).allSatisfy(call -> {
            assertThat(call.goesOn()).isTrue();
            assertThat(call.inputs()).extracting(Golden.TensorFile::name).containsExactly("x");
            assertThat(call.outputs()).hasSize(3);
        });
        assertThat(manifest.golden().cases())
                .filteredOn(each -> each.name().equals("batch-of-2"))
                .singleElement()
                .satisfies(each -> assertThat(each.inputs().get(1).shape()).containsExactly(1L, 2L, 6L));
    }

    @Test
    void theSameWordsAreOnThePage() {
        Path file = written(Models.request(Models.listening(), "listening", folder));

        assertThat(text(file, "README.md"))
                .contains(
                        "| `h` | `hn` |", "val stream = model.stream()", "let stream = model.stream()", "`continues`");
        assertThat(text(file, "kotlin/ListeningModel.kt"))
                .contains("BEGIN: Map<String, LongArray> = mapOf(\"h\" to longArrayOf(1L, -1L, 6L)");
        assertThat(text(file, "swift/ListeningModel.swift")).contains("carried: [String: String] = [\"h\": \"hn\"");
        assertThat(ManifestSchema.text()).contains("\"continues\"", "\"state\"");
    }

    @Test
    void callsOfTheCallerAreTakenInTheirOrder() {
        List<Sample> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Tensor x = Tensor.ofFloats(new float[] {i, -i, 1, 0}, 1, 4);
            Tensor zeros = Tensor.ofFloats(new float[6], 1, 1, 6);
            calls.add(Calls.call(i, "given", i == 0 ? Map.of("x", x, "h", zeros, "c", zeros) : Map.of("x", x)));
        }
        PackageRequest request = Models.request(Models.listening(), "listening", folder)
                .withData(new PackageRequest.Data(calls, Map.of(), null, ""));

        Manifest manifest = Packager.write(request, folder.resolve("p.zip")).manifest();

        assertThat(manifest.golden().cases())
                .filteredOn(Golden.Case::goesOn)
                .hasSize(Calls.MOST - 1)
                .last()
                .extracting(Golden.Case::name)
                .isEqualTo("call-16");
    }

    @Test
    void whatIsToldCountsMoreThanWhatIsShown() {
        PackageRequest request = Models.request(Models.listening(), "listening", folder)
                .withData(new PackageRequest.Data(List.of(), Map.of(), null, "", "c=cn"));

        Manifest manifest = Packager.write(request, folder.resolve("p.zip")).manifest();

        assertThat(manifest.states().text()).isEqualTo("c=cn");
    }

    @Test
    void aModelWithoutStateHasNone() {
        Path file = written(Models.request(Models.generic(), "generic", folder));

        assertThat(text(file, "manifest.json")).doesNotContain("continues", "\"state\"");
        assertThat(text(file, "kotlin/GenericModel.kt")).doesNotContain("Stream");
    }
}
