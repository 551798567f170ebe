package dev.alambic.onnx.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.serde.ModelReader;
import dev.alambic.onnx.serde.proto.OnnxProto.ModelProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real models of the profile {@code models}. */
@Tag("models")
class CatalogueModelTest {

    @ParameterizedTest
    @EnumSource
    void aModelSurvivesReadingAndWriting(CatalogueModel known, @TempDir Path folder) throws IOException {
        byte[] bytes;
        OnnxModel model;
        try (InputStream in = known.stream();
                InputStream again = known.stream()) {
            bytes = in.readAllBytes();
            model = new OnnxModel(ModelReader.read(again));
        }
        ModelVerifier.verify(model);
        Path file = folder.resolve("out.onnx");
        model.write(file);
        assertThat(ModelProto.parseFrom(Files.readAllBytes(file))).isEqualTo(ModelProto.parseFrom(bytes));
    }

    @ParameterizedTest
    @EnumSource
    void aModelRunsInOnnxRuntime(CatalogueModel known) {
        OnnxModel model = known.read();
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            Map<String, Tensor> outputs = session.run(feeds(known, model));
            assertThat(outputs).isNotEmpty();
            outputs.forEach((name, tensor) -> {
                assertThat(tensor.elementCount()).isPositive();
                for (float value : tensor.floats()) {
                    assertThat(value).isFinite();
                }
            });
        }
    }

    private static Map<String, Tensor> feeds(CatalogueModel known, OnnxModel model) {
        if (known.publicName().startsWith("all-minilm")) {
            return RandomInputs.of(model, Map.of("batch", 2L, "sequence", 7L), 1);
        }
        int width = known == CatalogueModel.PPOCR_CLS ? 192 : 320;
        int height = known.publicName().contains("det") ? 96 : 48;
        float[] pixels = new float[3 * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) Math.sin(i);
        }
        String input = model.graph().requiredInputs().get(0).name();
        return Map.of(input, Tensor.ofFloats(pixels, 1, 3, height, width));
    }

    @Test
    void aModelOfTextsCarriesItsTokenizer() {
        InputMeaning input = ModelInfo.of(ModelSource.open("all-minilm-l6-v2")).input();
        assertThat(input)
                .isInstanceOfSatisfying(
                        InputMeaning.Text.class,
                        text -> assertThat(text.tokenizer()).contains("[CLS]"));
    }
}
