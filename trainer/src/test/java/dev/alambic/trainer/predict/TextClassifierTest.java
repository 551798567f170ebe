package dev.alambic.trainer.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.metrics.ClassificationMetrics;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.text.WordModel;
import dev.alambic.data.text.Words;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.trainer.distill.OnnxTeacher;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TextClassifierTest {

    private static final SessionOptions OPTIONS = SessionOptions.defaults();

    @Test
    void aTextIsClassifiedByTheModelsOwnTokenizer() {
        try (Classifier classifier = Classifier.open(WordModel.trained(8), OPTIONS)) {
            assertThat(classifier.predict("The film was GOOD").label()).isEqualTo("good");
            assertThat(classifier.predict("an awful book").label()).isEqualTo("bad");
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
        try (Classifier classifier = Classifier.open(WordModel.trained(8), reviews, OPTIONS);
                OnnxTeacher teacher = OnnxTeacher.open(WordModel.trained(8), reviews, OPTIONS)) {
            assertThat(classifier.sampleSize()).isEqualTo(4);
            assertThat(teacher.logits(new float[] {2, 4, 3, 0}, 1)).hasSize(2);
        }
    }

    @Test
    void aTeacherMustCutTextsAsTheDataAreCut() {
        Dataset reviews = WordModel.reviews(8);
        try (OnnxTeacher teacher = OnnxTeacher.open(WordModel.trained(8), reviews, OPTIONS)) {
            assertThat(teacher.classes()).isEqualTo(2);
        }
        OnnxModel other = WordModel.trained(8);
        OnnxModel model = ModelInfo.of(other).withInput(Words.otherInput(8)).applyTo(other);
        assertThatThrownBy(() -> OnnxTeacher.open(model, reviews, OPTIONS))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("teacher: cuts texts by another tokenizer than the data were cut by");
    }
}
