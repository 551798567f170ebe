package dev.alambic.data.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.set.Dataset;
import dev.alambic.data.text.WordModel;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClassifierTest {

    private static final SessionOptions OPTIONS = SessionOptions.defaults();

    @Test
    void aTextIsClassifiedByTheModelsOwnTokenizer() {
        try (Classifier classifier = Classifier.open(WordModel.trained(8), OPTIONS)) {
            assertThat(classifier.predict("The film was GOOD").label()).isEqualTo("good");
            assertThat(classifier.predict("an awful book").label()).isEqualTo("bad");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"y = Identity(p)\nreturn y: float[batch, 1]", "y = Squeeze(p, axis)\nreturn y: float[batch]"})
    void oneProbabilityIsThatOfTheSecondClass(String end) {
        OnnxModel detector =
                GraphText.model("""
                x: float[batch, 1]
                p = Sigmoid(x)
                """ + end, graph -> graph.initializer("axis", Tensor.ofLongs(new long[] {1}, 1)));
        OnnxModel named =
                ModelInfo.none().withLabels(List.of("noise", "speech")).applyTo(detector);

        try (Classifier classifier = Classifier.open(named, OPTIONS)) {
            Prediction speech = classifier.predict(2);
            assertThat(speech.label()).isEqualTo("speech");
            assertThat(speech.probability()).isCloseTo(1 / (1 + Math.exp(-2)), within(1e-6));
            assertThat(classifier.predict(-1).label()).isEqualTo("noise");
            assertThat(classifier.logits(new float[] {2, -1}, 2)).hasSize(4);
        }
    }

    @Test
    void aDatasetIsAnsweredInItsOrder() {
        Dataset reviews = WordModel.reviews(8);
        try (Classifier classifier = Classifier.open(WordModel.trained(8), OPTIONS)) {
            float[] logits = classifier.logits(reviews);

            assertThat(ClassificationMetrics.of(logits, reviews.labels(), 2).accuracy())
                    .isEqualTo(1);
        }
    }

    /** The mask leaves the padding out, so the length that a batch is cut to does not count. */
    @Test
    void theCompanyOfATextDoesNotChangeItsAnswer() {
        Dataset reviews = WordModel.reviews(64);
        try (Classifier classifier = Classifier.open(WordModel.trained(64), OPTIONS)) {
            float[] together = classifier.logits(reviews);
            for (int i = 0; i < reviews.size(); i++) {
                float[] alone = classifier.logits(reviews.subset(new int[] {i}));
                assertThat(alone).containsExactly(together[2 * i], together[2 * i + 1]);
            }
        }
    }

    @Test
    void aModelThatSaysNothingTakesTheTextsOfTheData() {
        OnnxModel silent = WordModel.trained(8).withMetadata(Map.of());
        Dataset reviews = WordModel.reviews(8);
        try (Classifier classifier = Classifier.open(silent, reviews, OPTIONS)) {
            assertThat(classifier.logits(reviews)).hasSize(2 * reviews.size());
        }
        assertThatThrownBy(() -> Classifier.open(silent, OPTIONS)).isInstanceOf(UnsupportedModelException.class);
    }

    @Test
    void textsMayBeShorterThanTheModelSays() {
        Dataset reviews = WordModel.reviews(4);
        try (Classifier classifier = Classifier.open(WordModel.trained(8), reviews, OPTIONS)) {
            assertThat(classifier.sampleSize()).isEqualTo(4);
            assertThat(classifier.logits(new float[] {2, 4, 3, 0}, 1)).hasSize(2);
        }
    }

    @Test
    void aModelThatIsNoClassifierIsRefused() {
        OnnxModel two = GraphText.model("a: float[b, 2]\nc: float[b, 2]\ny = Add(a, c)\nreturn y", builder -> {});
        assertThatThrownBy(() -> Classifier.open(two, OPTIONS))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("model: a classifier has one input (expected 1, was [a, c])");
        try (Classifier vector = Classifier.open(
                GraphText.model("x: float[b, 2]\ny = ReduceSum(x)\nreturn y", builder -> {}), OPTIONS)) {
            assertThatThrownBy(() -> vector.logits(new float[4], 2))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageStartingWith("output 'y': a classifier answers one row a sample (expected [2, classes]");
        }
    }

    @Test
    void probabilitiesAreAnsweredAsTheirLogarithms() {
        OnnxModel model = GraphText.model("x: float[b, 2]\ny = Softmax(x)\nreturn y", builder -> {});
        try (Classifier classifier = Classifier.open(model, OPTIONS)) {
            Prediction said = classifier.predict(3, 3);

            assertThat(said.label()).isEqualTo("0");
            assertThat(said.probabilities()).containsExactly(Map.entry("0", 0.5), Map.entry("1", 0.5));
            assertThat(classifier.logits(new float[] {0, 0}, 1)).containsOnly((float) Math.log(0.5));
            assertThat(classifier.logits(new float[] {-200, 200}, 1)[0]).isEqualTo((float) Math.log(Float.MIN_NORMAL));
        }
    }

    @Test
    void samplesOfAnotherSizeAreRefused() {
        try (Classifier classifier =
                Classifier.open(GraphText.model("x: float[b, 2]\ny = Relu(x)\nreturn y", builder -> {}), OPTIONS)) {
            assertThatThrownBy(() -> classifier.predict(1, 2, 3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("sample: another size than the model's (expected 2, was 3)");
            assertThatThrownBy(() -> classifier.logits(new float[3], 2))
                    .hasMessage("samples: too few values for the model (expected 2 a sample, was 1.5)");
            assertThatThrownBy(() -> classifier.predict("words")).isInstanceOf(UnsupportedModelException.class);
        }
    }

    @Test
    void aBatchOfFixedSizeIsFilledUpAndItsRestLeftOut() {
        try (Classifier classifier =
                Classifier.open(GraphText.model("x: float[2, 2]\ny = Relu(x)\nreturn y", builder -> {}), OPTIONS)) {
            assertThat(classifier.logits(new float[] {1, 2, 3, 4, 5, 6}, 3)).containsExactly(1, 2, 3, 4, 5, 6);
        }
    }
}
