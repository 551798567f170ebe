package dev.alambic.data.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.picture.Fit;
import dev.alambic.data.picture.Resampling;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.ByteInput;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models that take the bytes of pictures: what their nodes make of them against what the readers make. */
class PixelInputTest {

    private static final int[][] SIZES = {
        {24, 16}, {1, 1}, {300, 200}, {200, 300}, {23, 16}, {25, 17}, {7, 90}, {90, 7}, {480, 320}, {12, 8}, {31, 1000}
    };

    /** What comes out are the values that the nodes before the model give it. */
    private static OnnxModel model(InputMeaning.Image image, long opset) {
        String shape = "[batch, " + image.channels() + ", " + image.height() + ", " + image.width() + "]";
        OnnxModel plain =
                OnnxModel.of(GraphText.graph("x: float" + shape + "\ny = Identity(x)\nreturn y: float" + shape), opset);
        return ModelInfo.of(plain).withInput(image).applyTo(plain);
    }

    private static OnnxModel bytes(InputMeaning.Image image) {
        OnnxModel model = ByteInput.applyTo(model(image, 18));
        ModelVerifier.verify(model);
        return model;
    }

    /** Waves with noise on them, as photographs are rather than noise alone. */
    private static byte[] picture(int width, int height, int channels) {
        Random random = new Random(width * 1000L + height);
        byte[] levels = new byte[width * height * channels];
        for (int i = 0; i < levels.length; i++) {
            int pixel = i / channels;
            int row = pixel / width;
            double wave = 90 * Math.sin(pixel % width * 0.1 + i % channels) + 60 * Math.cos(row * 0.07);
            levels[i] = (byte) Math.max(0, Math.min(255, 128 + wave + random.nextInt(30)));
        }
        return levels;
    }

    @ParameterizedTest
    @EnumSource
    void picturesOfAnySizeBecomeWhatTheReadersMakeOfThemWithinALevel(InputMeaning.Resize fit) {
        InputMeaning.Image image = new InputMeaning.Image(3, 16, 24, 0, 255, fit);
        int values = 0;
        int apart = 0;
        try (Session session = Session.open(bytes(image), SessionOptions.defaults())) {
            for (int[] size : SIZES) {
                byte[] picture = picture(size[0], size[1], 3);
                byte[] read = Resampling.fitted(picture, size[0], size[1], 3, Fit.of(fit), 24, 16);
                float[] inside = run(session, Tensor.ofBytes(DataType.UINT8, picture, 1, size[1], size[0], 3));
                for (int i = 0; i < read.length; i++) {
                    float expected = read[i] & 0xff;
                    float found = inside[i % 3 * 24 * 16 + i / 3];
                    // both add whole levels along an axis; their weights differ in the last of 22 bits
                    assertThat(Math.abs(found - expected))
                            .as(fit + " of " + size[0] + "x" + size[1])
                            .isLessThanOrEqualTo(1);
                    apart += found == expected ? 0 : 1;
                    values++;
                }
            }
        }
        assertThat(apart).isLessThan(values / 100);
    }

    private static float[] run(Session session, Tensor pixels) {
        return Objects.requireNonNull(session.run(Map.of("pixels", pixels)).get("y"))
                .floats();
    }

    @Test
    void samplesOfTheModelsOwnSizeAreItsValuesToTheLastBit() {
        for (InputMeaning.@Nullable Resize fit :
                new InputMeaning.@Nullable Resize[] {null, InputMeaning.Resize.CROP, InputMeaning.Resize.PAD}) {
            InputMeaning.Image image = new InputMeaning.Image(3, 5, 4, 0, 255, fit);
            OnnxModel model = bytes(image);
            float[] samples = new float[2 * 60];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = i * 2;
            }
            ModelInputs inputs = ModelInputs.of(model.graph().requiredInputs(), image);
            assertThat(inputs.sampleShape()).containsExactly(3, 5, 4);
            try (Session session = Session.open(model, SessionOptions.defaults())) {
                Tensor pixels = Objects.requireNonNull(inputs.feeds(samples, 2).get("pixels"));
                assertThat(pixels.dims()).containsExactly(2, 5, 4, 3);
                assertThat(run(session, pixels)).containsExactly(samples);
            }
        }
    }

    @Test
    void valuesBetweenTwoLevelsGoToTheNearest() {
        InputMeaning.Image image = new InputMeaning.Image(1, 1, 4, -1, 1);
        OnnxModel model = bytes(image);
        ModelInputs inputs = ModelInputs.of(model.graph().requiredInputs(), image);
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            Map<String, Tensor> feeds = inputs.feeds(new float[] {-1, 1, 0.0001f, 1.5f}, 1);
            assertThat(run(session, Objects.requireNonNull(feeds.get("pixels"))))
                    .containsExactly(new float[] {-1, 1, 1 / 255f, 1}, org.assertj.core.data.Offset.offset(1e-6f));
        }
    }

    @Test
    void heightAndWidthAreFreeWhereTheModelSaysWhatBecomesOfAnotherSize() {
        assertThat(bytes(new InputMeaning.Image(1, 28, 28, 0, 255)).graph().inputs())
                .hasToString("[pixels: uint8[batch, 28, 28, 1]]");
        assertThat(bytes(new InputMeaning.Image(3, 28, 20, 0, 1, InputMeaning.Resize.PAD))
                        .graph()
                        .inputs())
                .hasToString("[pixels: uint8[batch, height, width, 3]]");
    }

    @Test
    void whatTakesNoPicturesOfFloatsIsRefused() {
        InputMeaning.Image image = new InputMeaning.Image(1, 28, 28, 0, 255);
        assertThatThrownBy(() -> ByteInput.applyTo(bytes(image)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("its input is bytes already");
        assertThatThrownBy(() -> ByteInput.applyTo(model(image, 17)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected 18 or more, was 17)");
        OnnxModel table = model(image, 18);
        assertThatThrownBy(() -> ByteInput.applyTo(ModelInfo.of(table)
                        .withInput(new InputMeaning.Table(List.of("a")))
                        .applyTo(table)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("model: only pictures have bytes to take (expected metadata of them, was a table)");
    }
}
