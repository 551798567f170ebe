package dev.alambic.trainer.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.answer.Classifier;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.text.WordModel;
import dev.alambic.data.text.Words;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class OnnxTeacherTest {

    private static final SessionOptions OPTIONS = SessionOptions.defaults();
    private static final List<String> CLASSES = List.of("a", "b");

    @Test
    void textsMayBeShorterThanTheTeacherSays() {
        try (OnnxTeacher teacher = OnnxTeacher.open(WordModel.trained(8), WordModel.reviews(4), OPTIONS)) {
            assertThat(teacher.classes()).isEqualTo(2);
            assertThat(teacher.logits(new float[] {2, 4, 3, 0}, 1)).hasSize(2);
        }
    }

    /** @param inputs in any order; {@code token_type_ids} of 0 change nothing */
    private static OnnxModel reader(String... inputs) {
        boolean third = List.of(inputs).contains("token_type_ids");
        String declared = List.of(inputs).stream()
                .map(input -> input + ": int64[batch, n]")
                .collect(Collectors.joining("\n"));
        String text = declared + """

                embedded = Gather(table, input_ids)
                seen = Unsqueeze(attention_mask, last)
                counted = Cast(seen) to=1
                masked = Mul(embedded, counted)
                type = %s
                all = Add(masked, type)
                y = ReduceSum(all, middle) keepdims=0
                """.formatted(third ? "Gather(types, token_type_ids)" : "Sub(masked, masked)");
        return GraphText.model(text + "return y: float[batch, 2]", graph -> {
            float[] table = new float[64];
            for (int i = 0; i < table.length; i++) {
                table[i] = i * i % 7;
            }
            graph.initializer("table", Tensor.ofFloats(table, 32, 2));
            graph.initializer("types", Tensor.ofFloats(new float[] {0, 0, 90, 90}, 2, 2));
            graph.initializer("last", Tensor.ofLongs(new long[] {-1}, 1));
            graph.initializer("middle", Tensor.ofLongs(new long[] {1}, 1));
        });
    }

    @Test
    void aTeacherOfOtherInputsThanTheStudentsIsFedByTheirNames() {
        float[] samples = {2, 4, 3, 0};
        try (OnnxTeacher two = OnnxTeacher.open(reader("input_ids", "attention_mask"), WordModel.reviews(4), OPTIONS);
                OnnxTeacher three = OnnxTeacher.open(
                        reader("token_type_ids", "attention_mask", "input_ids"), WordModel.reviews(4), OPTIONS)) {
            assertThat(three.logits(samples, 1)).isEqualTo(two.logits(samples, 1));
        }
    }

    @Test
    void textsMustBeCutAsTheTeacherCutsThem() {
        OnnxModel other = WordModel.trained(8);
        OnnxModel model = ModelInfo.of(other).withInput(Words.otherInput(8)).applyTo(other);

        assertThatThrownBy(() -> OnnxTeacher.open(model, WordModel.reviews(8), OPTIONS))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("teacher: cuts texts by another tokenizer than the data were cut by");
    }

    @Test
    void classesMustBeThoseOfTheData() {
        OnnxModel silent = GraphText.model("x: float[b, 3]\ny = Relu(x)\nreturn y", builder -> {});
        OnnxModel named = ModelInfo.none()
                .withTask("classification")
                .withLabels(List.of("a", "c"))
                .applyTo(GraphText.model("x: float[b, 2]\ny = Relu(x)\nreturn y", builder -> {}));

        assertThatThrownBy(() -> OnnxTeacher.open(silent, table(3), OPTIONS))
                .hasMessage("teacher: answers with other classes than the data have (expected 2, was 3)");
        assertThatThrownBy(() -> OnnxTeacher.open(named, table(2), OPTIONS))
                .hasMessage("teacher: answers with other classes than the data have (expected [a, b], was [a, c])");
        assertThatThrownBy(() -> OnnxTeacher.open(silent, table(2), OPTIONS))
                .hasMessage("teacher: takes samples of another size than the data's (expected 2, was 3)");
    }

    private static Dataset table(int features) {
        List<String> names = List.of("p", "q", "r").subList(0, features);
        return Dataset.table("t", new InputMeaning.Table(names), CLASSES, new float[1][features], new int[1]);
    }

    /** A sample of 2^31 - 1 values is the largest that there can be, and no array of Java holds it. */
    @Test
    void anErrorLeavesNoSessionOpen() {
        InputMeaning.Image huge = new InputMeaning.Image(1, 1, Integer.MAX_VALUE, 0, 1);
        OnnxModel model = ModelInfo.none()
                .withInput(huge)
                .applyTo(GraphText.model("x: float[b, 1, 1, w]\ny = Relu(x)\nreturn y", builder -> {}));
        Dataset data = Dataset.images("huge", huge, CLASSES, new byte[0][], new int[0]);
        Classifier classifier = Classifier.open(model, OPTIONS);

        assertThatThrownBy(() -> OnnxTeacher.of(classifier, data, new ModelInside(model, taps -> {
                    throw new AssertionError();
                })))
                .isInstanceOf(OutOfMemoryError.class);

        assertThatThrownBy(classifier::close).as("closed twice").isInstanceOf(RuntimeException.class);
    }
}
