package dev.alambic.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelMetadata;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.TableColumn;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StringInputsTest {

    private static final float NAN = Float.NaN;
    private static final InputMeaning.Table TABLE = InputMeaning.Table.of(List.of(
            new TableColumn.Category("Ort der Größe", List.of("Bonn", "Ulm", "Überlingen"), null),
            new TableColumn.Numeric("y", TableColumn.Fill.MEDIAN),
            new TableColumn.Category("plan", List.of("", "a"), null),
            new TableColumn.Category("way", List.of("b", "c"), "c"),
            new TableColumn.Date("since", "yyyy-MM-dd", TableColumn.Fill.MEDIAN)));

    /** What the front gives is what this gives. */
    private static OnnxModel model(String text, InputMeaning meaning) {
        OnnxModel model = GraphText.model(text, out -> {});
        return ModelInfo.of(model).withInput(meaning).applyTo(model);
    }

    private static OnnxModel codes() {
        return model("x: float[batch, 9]\ny = Identity(x)\nreturn y: float[batch, 9]", TABLE);
    }

    private static Tensor texts(String... texts) {
        return Tensor.ofStrings(Arrays.stream(texts).map(Bytes::utf8).toList(), texts.length, 1);
    }

    @Test
    void columnsBecomeTheRowsThatTheModelTakes(@TempDir Path folder) {
        Path file = folder.resolve("strings.onnx");
        StringInputs.applyTo(codes()).write(file);
        OnnxModel strings = OnnxModel.read(file);
        ModelVerifier.verify(strings);

        assertThat(strings.graph().inputs())
                .extracting(Object::toString)
                .containsExactly(
                        "Ort_der_Größe: string[batch, 1]",
                        "y_1: float[batch, 1]",
                        "plan: string[batch, 1]",
                        "way: string[batch, 1]",
                        "since: float[batch, 5]");
        Map<String, Tensor> feeds = new LinkedHashMap<>();
        feeds.put("Ort_der_Größe", texts("Überlingen", "Rom", "", "Bonn"));
        feeds.put("y_1", Tensor.ofFloats(new float[] {0.1f, NAN, -0f, 3e38f}, 4, 1));
        feeds.put("plan", texts("a", "b", "", "A"));
        feeds.put("way", texts("c", "", "d", "b"));
        float[] dates = new float[20];
        Arrays.fill(dates, 5, 10, NAN);
        dates[0] = 2024;
        feeds.put("since", Tensor.ofFloats(dates, 4, 5));
        try (Session session = Session.open(strings, SessionOptions.defaults())) {
            assertThat(Objects.requireNonNull(session.run(feeds).get("y")).floats())
                    .containsExactly(
                            2, 0.1f, 1, 1, 2024, 0, 0, 0, 0, //
                            3, NAN, 2, 1, NAN, NAN, NAN, NAN, NAN, // no such town, plan; way missing is c
                            3, -0f, 0, 2, 0, 0, 0, 0, 0, // town missing, but never in training; plan missing
                            0, 3e38f, 2, 0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void theMetadataSayWhichInputTakesWhichColumn() {
        OnnxModel strings = StringInputs.applyTo(codes());

        assertThat(ModelInfo.of(strings).input()).isEqualTo(TABLE);
        assertThat(ModelInfo.of(strings).columns()).containsExactly("Ort_der_Größe", "y_1", "plan", "way", "since");
        assertThat(strings.metadata()).containsEntry(ModelMetadata.COLUMNS, """
                        ["Ort_der_Größe","y_1","plan","way","since"]""");
        assertThat(ModelInfo.of(codes()).columns()).isEmpty();
    }

    @Test
    void whatHasNoTextsIsRefused() {
        assertRefused(
                StringInputs.applyTo(codes()),
                "model: its inputs are columns already ([Ort_der_Größe, y_1, plan, way, since])");
        String graph = "x: float[batch, 2]\ny = Identity(x)\nreturn y: float[batch, 2]";
        assertRefused(
                model(graph, new InputMeaning.Table(List.of("a", "b"))),
                "model: only a table with categories has texts to take (expected metadata of one, was a table of"
                        + " numbers)");
        assertRefused(
                GraphText.model(graph, out -> {}),
                "model: only a table with categories has texts to take (expected metadata of one, was none)");
        assertRefused(
                model("x: float16[batch, 9]\ny = Identity(x)\nreturn y: float16[batch, 9]", TABLE),
                "model: its table comes by one input (expected float [batch, 9], was [x: float16[batch, 9]])");
    }

    private static void assertRefused(OnnxModel model, String message) {
        assertThatThrownBy(() -> StringInputs.applyTo(model))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage(message);
    }
}
