package dev.alambic.data.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ModelInputsTest {

    private static final InputMeaning.Text TEXT = new InputMeaning.Text(4, 9, "{}");
    private static final float[] SAMPLES = {2, 5, 3, 9, 2, 3, 9, 9};

    private static List<ValueInfo> inputs(String... values) {
        return GraphText.graph(String.join("\n", values) + "\nreturn y").inputs();
    }

    private static ModelInputs bert() {
        return ModelInputs.of(
                inputs(
                        "input_ids: int64[batch, tokens]",
                        "attention_mask: int32[batch, tokens]",
                        "token_type_ids: int64[batch, tokens]"),
                TEXT);
    }

    @Test
    void aBatchIsCutToItsLongestText() {
        assertThat(bert().feeds(SAMPLES, 2))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "input_ids", Tensor.ofLongs(new long[] {2, 5, 3, 2, 3, 9}, 2, 3),
                        "attention_mask", Tensor.ofInts(new int[] {1, 1, 1, 1, 1, 0}, 2, 3),
                        "token_type_ids", Tensor.ofLongs(new long[6], 2, 3)));
    }

    @Test
    void withoutMaskNothingIsCut() {
        Map<String, Tensor> feeds =
                ModelInputs.of(inputs("input_ids: int64[batch, tokens]"), TEXT).feeds(SAMPLES, 1);

        assertThat(feeds).containsExactly(Map.entry("input_ids", Tensor.ofLongs(new long[] {2, 5, 3, 9}, 1, 4)));
    }

    @Test
    void whereTheModelFixesTheLengthNothingIsCut() {
        ModelInputs inputs = ModelInputs.of(inputs("ids: int64[batch, 4]", "mask: float[batch, 4]"), TEXT);

        assertThat(inputs.feeds(SAMPLES, 1)).containsEntry("mask", Tensor.ofFloats(new float[] {1, 1, 1, 0}, 1, 4));
        assertThatThrownBy(() -> ModelInputs.of(inputs("ids: int64[batch, 5]"), TEXT))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessage("input 'ids': the model takes texts of another length (expected 5 tokens, was 4)");
    }

    @Test
    void aBatchOfFixedSizeIsFilledUp() {
        ModelInputs inputs = ModelInputs.of(inputs("ids: int64[3, n]", "mask: int64[3, n]"), TEXT);

        assertThat(inputs.chunk()).isEqualTo(3);
        assertThat(inputs.feeds(SAMPLES, 2))
                .containsEntry("ids", Tensor.ofLongs(new long[] {2, 5, 3, 2, 3, 9, 9, 9, 9}, 3, 3))
                .containsEntry("mask", Tensor.ofLongs(new long[] {1, 1, 1, 1, 1, 0, 1, 0, 0}, 3, 3));
    }

    @Test
    void aFewLargeSamplesAreAskedAboutAtOnceAndManySmallOnes() {
        assertThat(pictures(28 * 28).chunk()).isEqualTo(256);
        assertThat(pictures(3 * 64 * 64).chunk()).isEqualTo(42);
        assertThat(pictures(3 * 1024 * 1024).chunk()).isEqualTo(1);
    }

    private static ModelInputs pictures(int values) {
        return ModelInputs.of(inputs("pixels: float[batch, " + values + "]"), null);
    }

    @Test
    void anEmptyTextKeepsOneToken() {
        assertThat(bert().feeds(new float[] {9, 9, 9, 9}, 1))
                .containsEntry("attention_mask", Tensor.ofInts(new int[] {1}, 1, 1));
    }

    @Test
    void rolesAreGivenWhereNamesTellNothing() {
        Map<String, Tensor> feeds = ModelInputs.of(
                        inputs("a: int64[batch, n]", "b: int64[batch, n]", "c: int64[batch, n]"),
                        TEXT.withRoles(Map.of("b", "mask", "c", "positions", "not here", "tokens")))
                .feeds(SAMPLES, 1);

        assertThat(feeds)
                .containsEntry("a", Tensor.ofLongs(new long[] {2, 5, 3}, 1, 3))
                .containsEntry("b", Tensor.ofLongs(new long[] {1, 1, 1}, 1, 3))
                .containsEntry("c", Tensor.ofLongs(new long[] {0, 1, 2}, 1, 3));
    }

    @Test
    void orderNeverDecides() {
        for (List<String> names : List.of(
                List.of("a", "b"),
                List.of("input_ids", "attention_mask", "decoder_input_ids"),
                List.of("input_ids", "attention_mask", "decoder_attention_mask"),
                List.of("ids_1", "ids_2"),
                List.of("attention_mask"))) {
            String[] values =
                    names.stream().map(name -> name + ": int64[batch, n]").toArray(String[]::new);
            assertThatThrownBy(() -> ModelInputs.of(inputs(values), TEXT))
                    .isInstanceOf(UnsupportedModelException.class)
                    .hasMessageContaining("takes is not told by its name")
                    .hasMessageContaining(names.toString());
        }
        assertThat(ModelInputs.of(inputs("input_1: int64[batch, n]"), TEXT).feeds(SAMPLES, 1))
                .containsOnlyKeys("input_1");
    }

    @Test
    void namesGoBeforeTheOrder() {
        Map<String, Tensor> feeds = ModelInputs.of(
                        inputs(
                                "segment_ids: int64[batch, n]",
                                "position_ids: int64[batch, n]",
                                "input_mask: int64[batch, n]",
                                "tokens: int64[batch, n]"),
                        TEXT)
                .feeds(SAMPLES, 1);

        assertThat(feeds)
                .containsEntry("tokens", Tensor.ofLongs(new long[] {2, 5, 3}, 1, 3))
                .containsEntry("input_mask", Tensor.ofLongs(new long[] {1, 1, 1}, 1, 3))
                .containsEntry("segment_ids", Tensor.ofLongs(new long[3], 1, 3));
    }

    @Test
    void aModelOfOtherInputsIsRefused() {
        assertThatThrownBy(() -> ModelInputs.of(
                        inputs("a: int64[b, n]", "b: int64[b, n]", "c: int64[b, n]", "d: int64[b, n]"), TEXT))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("--input-role a=ROLE");
        assertThatThrownBy(() -> ModelInputs.of(inputs("pixels: int64[b, 3, n]"), TEXT))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("input 'pixels': a model of texts takes numbers of tokens");
    }

    @Test
    void whereAModelTakesColumnsEachPlaceIsItsTextAgain() {
        InputMeaning.Table table = InputMeaning.Table.of(List.of(
                new TableColumn.Category("town", List.of("Ulm", "?", ""), null),
                new TableColumn.Numeric("age", TableColumn.Fill.MEAN)));
        ModelInputs inputs = ModelInputs.of(inputs("town: string[batch, 1]", "age: float[batch, 1]"), table);

        assertThat(inputs.sampleSize()).isEqualTo(2);
        assertThat(inputs.feeds(new float[] {0, 1, 1, Float.NaN, 2, 3, 3, 4}, 4))
                .containsExactly(
                        Map.entry(
                                "town",
                                Tensor.ofStrings(
                                        Stream.of("Ulm", "?", "", "??")
                                                .map(Bytes::utf8)
                                                .toList(),
                                        4,
                                        1)),
                        Map.entry("age", Tensor.ofFloats(new float[] {1, Float.NaN, 3, 4}, 4, 1)));
        ModelInputs four = ModelInputs.of(inputs("town: string[4, 1]", "age: float[4, 1]"), table);
        assertThat(four.feeds(new float[] {1, 1}, 1).get("age"))
                .isEqualTo(Tensor.ofFloats(new float[] {1, 0, 0, 0}, 4, 1));
    }
}
