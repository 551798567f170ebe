package dev.alambic.packager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.packager.manifest.ModelFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeVersionsTest {

    private static OnnxModel model(int opset) {
        OnnxModel any = GraphText.model("x: float[n]\ny = Relu(x)\nreturn y: float[n]", builder -> {});
        return OnnxModel.of(any.graph(), opset);
    }

    /** The table of onnxruntime.ai, reference/compatibility, by opset, as far as the file format allows. */
    @ParameterizedTest
    @CsvSource({"17, 1.12", "18, 1.14", "19, 1.16", "21, 1.18"})
    void theOldestReleaseThatReadsAModelIsNamed(int opset, String version) {
        OnnxModel model = model(opset);
        ModelFile.Needs needs = RuntimeVersions.of(model);
        assertThat(needs.minimum()).isEqualTo(version);
        assertThat(needs.reason())
                .isEqualTo("opset " + opset + " and IR version " + model.irVersion()
                        + " (onnxruntime.ai, reference/compatibility)");
        assertThat(needs.verified()).isEqualTo(Session.runtimeVersion());
    }

    @ParameterizedTest
    @CsvSource({"22", "26"})
    void newerOpsetsThanTheTableHasAreNotGuessed(int opset) {
        ModelFile.Needs needs = RuntimeVersions.of(model(opset));
        assertThat(needs.minimum()).isEqualTo(Session.runtimeVersion());
        assertThat(needs.reason()).endsWith("are newer than the compatibility table; this version was seen to run it");
    }
}
