package dev.alambic.trainer.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.set.Standardization;
import dev.alambic.data.text.TokenizerSource;
import dev.alambic.data.text.WordModel;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.WeightCount;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.match.InnerValues;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.spec.NamedNetwork;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArchitecturesTest {

    private static final Standardization COLOURS = new Standardization(List.of(1f, 2f, 3f), List.of(4f, 5f, 6f));

    private static InputMeaning.Image colours(int side) {
        return new InputMeaning.Image(3, side, side, 0, 255);
    }

    private static OnnxModel pictures(NamedNetwork network, int side, int classes) {
        return Architectures.model(network, colours(side), COLOURS, classes, 1);
    }

    /** Counts that torchvision's documentation gives, "num_params" of each model's weights. */
    @ParameterizedTest
    @CsvSource({"18, 11_689_512", "34, 21_797_672", "50, 25_557_032", "101, 44_549_160", "152, 60_192_808"})
    void aResnetHasTheParametersOfTorchvision(int depth, String parameters) {
        assertThat(WeightCount.of(pictures(new NamedNetwork.Resnet(depth, 0), 224, 1000))
                        .count())
                .isEqualTo(Long.parseLong(parameters.replace("_", "")));
    }

    @Test
    void aMobilenetHasTheParametersOfTorchvision() {
        assertThat(WeightCount.of(pictures(NamedNetwork.MobilenetV2.defaults(), 224, 1000))
                        .count())
                .isEqualTo(3_504_872);
    }

    /** He et al., table 6: 0.27, 0.46, 0.66, 0.85 and 1.7 million; their shortcuts have no weights, ours 2,752. */
    @ParameterizedTest
    @CsvSource({"20, 272_474", "32, 466_906", "44, 661_338", "56, 855_770", "110, 1_730_714"})
    void aResnetOfSmallPicturesHasThoseOfThePaper(int depth, String parameters) {
        assertThat(WeightCount.of(pictures(new NamedNetwork.Resnet(depth, 0), 32, 10))
                        .count())
                .isEqualTo(Long.parseLong(parameters.replace("_", "")));
    }

    /** A layer of d values: 4 (d² + d) of attention, 8 d² + 5 d between, 4 d of normalization. */
    @Test
    void aBertHasTheParametersOfItsFormula() {
        InputMeaning.Text text = (InputMeaning.Text) WordModel.reviews(16).input();
        long d = 128;
        long layer = 4 * (d * d + d) + 8 * d * d + 5 * d + 4 * d;
        long expected = (words(text) + text.length()) * d + 2 * d + 2 * layer + 2 * d + 2;
        assertThat(WeightCount.of(bert(text)).count()).isEqualTo(expected);
    }

    private static OnnxModel bert(InputMeaning.Text text) {
        return Architectures.model(NamedNetwork.Bert.defaults(), text, Standardization.none(), 2, 1);
    }

    private static long words(InputMeaning.Text text) {
        return TokenizerSource.tokens(text);
    }

    @Test
    void itAnswersInTheRuntimeWithBatchesOfAnySize() {
        OnnxModel model = pictures(new NamedNetwork.Resnet(20, 4), 32, 10);
        for (int batch : new int[] {1, 3}) {
            Tensor picture = Tensor.ofFloats(new float[batch * 3 * 32 * 32], batch, 3, 32, 32);
            assertThat(answer(model, Map.of("image", picture)).dims()).containsExactly(batch, 10);
        }
    }

    @Test
    void whatIsPaddingDoesNotCount() {
        InputMeaning.Text text = (InputMeaning.Text) WordModel.reviews(16).input();
        NamedNetwork lstm = new NamedNetwork.Lstm(8, 8, 2, true, 0);
        for (OnnxModel model : List.of(bert(text), Architectures.model(lstm, text, Standardization.none(), 2, 1))) {
            float[] shorter = answer(model, tokens(new long[] {3, 4, 5}, 3)).floats();
            float[] padded =
                    answer(model, tokens(new long[] {3, 4, 5, 0, 0}, 3)).floats();
            assertThat(padded).containsExactly(shorter, within(1e-5f));
        }
    }

    @Test
    void aTextWithoutTokensIsAnswered() {
        InputMeaning.Text text = (InputMeaning.Text) WordModel.reviews(16).input();
        NamedNetwork lstm = new NamedNetwork.Lstm(8, 8, 2, true, 0);
        for (OnnxModel model : List.of(bert(text), Architectures.model(lstm, text, Standardization.none(), 2, 1))) {
            for (float logit : answer(model, tokens(new long[] {0}, 0)).floats()) {
                assertThat(logit).isFinite();
            }
        }
    }

    @Test
    void aPictureOfOnePixelIsAnswered() {
        for (NamedNetwork network : List.of(new NamedNetwork.Resnet(20, 4), new NamedNetwork.MobilenetV2(0.1, 0))) {
            Tensor pixel = Tensor.ofFloats(new float[3], 1, 3, 1, 1);
            assertThat(answer(pictures(network, 1, 10), Map.of("image", pixel)).dims())
                    .containsExactly(1, 10);
        }
    }

    private static Map<String, Tensor> tokens(long[] ids, int known) {
        long[] mask = new long[ids.length];
        Arrays.fill(mask, 0, known, 1);
        return Map.of(
                "input_ids", Tensor.ofLongs(ids, 1, ids.length), "attention_mask", Tensor.ofLongs(mask, 1, ids.length));
    }

    private static Tensor answer(OnnxModel model, Map<String, Tensor> inputs) {
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            return Objects.requireNonNull(session.run(inputs).get("logits"));
        }
    }

    @Test
    void weightsAndBlocksAreCalledAsInPyTorch() {
        OnnxModel model = pictures(new NamedNetwork.Resnet(50, 0), 64, 10);
        assertThat(model.graph().initializers())
                .containsKeys("conv1.weight", "layer1.0.downsample.0.weight", "layer4.2.bn3.running_var", "fc.bias");
        assertThat(InnerValues.of(model.graph()).find("layer4.1")).hasValue("/layer4/layer4.1/Relu_2_output_0");
        assertThat(pictures(NamedNetwork.MobilenetV2.defaults(), 64, 10).graph().initializers())
                .containsKeys("features.0.0.weight", "features.1.conv.0.0.weight", "features.17.conv.3.bias")
                .containsKeys("features.18.0.weight", "classifier.1.weight");
        assertThat(bert((InputMeaning.Text) WordModel.reviews(16).input())
                        .graph()
                        .initializers())
                .containsKeys("embeddings.word_embeddings.weight", "encoder.layer.1.attention.self.query.weight");
    }

    @Test
    void firstWeightsAreThoseOfTheSeed() {
        NamedNetwork network = new NamedNetwork.Resnet(20, 4);
        assertThat(pictures(network, 32, 10)).isEqualTo(pictures(network, 32, 10));
        assertThat(Architectures.model(network, colours(32), COLOURS, 10, 2)).isNotEqualTo(pictures(network, 32, 10));
    }

    @Test
    void networksOfPicturesDoNotTakeTexts() {
        InputMeaning text = WordModel.reviews(16).input();
        assertThatThrownBy(
                        () -> Architectures.model(NamedNetwork.Resnet.defaults(), text, Standardization.none(), 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("network: resnet takes images (expected images, was texts)");
        assertThatThrownBy(() -> pictures(NamedNetwork.Bert.defaults(), 32, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("network: bert takes texts (expected texts, was images)");
    }
}
