package dev.alambic.onnx.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TypicalInputsTest {

    /** An embedding of 7 rows, the mean over tokens that the mask leaves. */
    private static final OnnxModel TEXT = GraphText.model("""
            input_ids: int64[batch, tokens]
            attention_mask: int64[batch, tokens]
            wide = Cast(input_ids) to=7
            embedded = Gather(table, wide)
            kept = Cast(attention_mask) to=1
            y = ReduceSum(embedded, axes) keepdims=0
            z = ReduceSum(kept) keepdims=0
            return y: float[batch, 2]; z: float[]
            """, builder -> {
        builder.initializer("table", Tensor.ofFloats(new float[14], 7, 2));
        builder.initializer("axes", Tensor.ofLongs(new long[] {1}, 1));
    });

    /** Runs on lines of 48 pixels' height only. */
    private static final OnnxModel LINE =
            GraphText.model("""
            x: float[batch, 3, height, width]
            y = MatMul(w, x)
            return y
            """, builder -> builder.initializer("w", Tensor.ofFloats(new float[48], 1, 48)));

    private static OnnxModel relu(String dims) {
        return GraphText.model("x: float[" + dims + "]\ny = Relu(x)\nreturn y: float[" + dims + "]", builder -> {});
    }

    private static Tensor fed(TypicalInputs inputs, int batch, String input) {
        return Objects.requireNonNull(inputs.of(batch).get(input), input);
    }

    private static long[] dims(OnnxModel model, InputSizes sizes, int batch) {
        return fed(TypicalInputs.of(model, sizes), batch, "x").dims();
    }

    @Test
    void indicesStayInsideTheTableAndMasksAreOnes() {
        TypicalInputs inputs = TypicalInputs.of(TEXT, InputSizes.free());
        assertThat(fed(inputs, 3, "input_ids").dims()).containsExactly(3, 64);
        assertThat(fed(inputs, 3, "input_ids").longs()).containsOnly(0, 1, 2, 3, 4, 5, 6);
        assertThat(fed(inputs, 3, "attention_mask").longs()).containsOnly(1);
    }

    @Test
    void indicesThatAreTurnedFirstStayInsideTheTableToo() {
        OnnxModel turned = TEXT.mapGraph(graph -> graph.edit(out -> out.nodes(graph.nodes().stream()
                .flatMap(node -> node.is("Gather")
                        ? Stream.of(
                                Node.of("Transpose", List.of("wide"), "turned"),
                                node.withInputs(List.of("table", "turned")))
                        : Stream.of(node))
                .toList())));

        assertThat(fed(TypicalInputs.of(turned, InputSizes.free()), 3, "input_ids")
                        .longs())
                .containsOnly(0, 1, 2, 3, 4, 5, 6);
    }

    @Test
    void firstCommonSizeThatTheModelRunsOnIsTaken() {
        assertThat(dims(LINE, InputSizes.free(), 2)).containsExactly(2, 3, 48, 320);
        assertThat(dims(relu("batch, 3, height, width"), InputSizes.free(), 1)).containsExactly(1, 3, 224, 224);
        assertThat(dims(relu("batch, height, width, 1"), InputSizes.free(), 1)).containsExactly(1, 224, 224, 1);
    }

    @Test
    void chosenSizesHoldAndTheBatchStaysFree() {
        assertThat(dims(LINE, InputSizes.free().withSymbol("width", 100), 1)).containsExactly(1, 3, 48, 100);
        assertThat(dims(LINE, InputSizes.free().withShape("x", List.of(9L, 3L, 48L, 10L)), 2))
                .containsExactly(2, 3, 48, 10);
    }

    @Test
    void shapeThatTheInputCannotHaveIsRefused() {
        assertThatThrownBy(() -> TypicalInputs.of(LINE, InputSizes.free().withShape("x", List.of(1L, 4L, 48L, 10L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "input 'x': the chosen shape fits (expected [batch, 3, height, width], was [1, 4, 48, 10])");
    }

    @Test
    void sizeThatIsNotCommonIsSearchedFor() {
        OnnxModel odd = GraphText.model(
                "x: float[batch, length]\ny = MatMul(x, w)\nreturn y",
                builder -> builder.initializer("w", Tensor.ofFloats(new float[37], 37, 1)));
        assertThat(dims(odd, InputSizes.free(), 3)).containsExactly(3, 37);
    }

    @Test
    void sizesThatDependOnEachOtherAreSearchedFor() {
        OnnxModel cached =
                GraphText.model("""
                now: float[batch, tokens, 4]
                past: float[batch, length, 4]
                mask: float[batch, total, 1]
                all = Concat(past, now) axis=1
                y = Mul(all, mask)
                z = Reshape(y, flat)
                return y; z
                """, builder -> builder.initializer("flat", Tensor.ofLongs(new long[] {-1, 7}, 2)));
        TypicalInputs inputs = TypicalInputs.of(cached, InputSizes.free().withSymbol("tokens", 3));
        assertThat(fed(inputs, 7, "now").dims()).containsExactly(7, 3, 4);
        assertThat(fed(inputs, 7, "mask").dim(1))
                .isIn(1L, 3 + fed(inputs, 7, "past").dim(1));
        inputs.describe(7);
    }

    @Test
    void textsAndInputsOfUnknownRankAreMade() {
        OnnxModel texts = GraphText.model("""
                x: string[batch, 1]
                y = Identity(x)
                return y
                """, builder -> {});
        assertThat(TypicalInputs.of(texts, InputSizes.free()).of(3).get("x"))
                .satisfies(x -> assertThat(x.dims()).containsExactly(3, 1));
        OnnxModel open = open(GraphText.model(
                "x: float[batch, 1, height, width]\ny = Conv(x, w)\nreturn y",
                builder -> builder.initializer("w", Tensor.ofFloats(new float[18], 2, 1, 3, 3))));
        assertThat(dims(open, InputSizes.free(), 2)).hasSize(4).startsWith(2, 1);
    }

    private static OnnxModel open(OnnxModel model) {
        return model.mapGraph(graph -> graph.edit(out -> out.inputs(graph.inputs().stream()
                .map(input -> input.withType(new TensorType(DataType.FLOAT, null)))
                .toList())));
    }

    @Test
    void modelThatRunsOnNothingTriedAsksForSizes() {
        OnnxModel odd =
                GraphText.model("x: float[batch, length]\ny = MatMul(x, w)\nz = MatMul(x, v)\nreturn y; z", builder -> {
                    builder.initializer("w", Tensor.ofFloats(new float[37], 37, 1));
                    builder.initializer("v", Tensor.ofFloats(new float[38], 38, 1));
                });
        assertThatThrownBy(() -> TypicalInputs.of(odd, InputSizes.free()))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("choose them");
    }

    @Test
    void fixedBatchIsTheFirstSizeOfTheFirstInput() {
        assertThat(TypicalInputs.fixedBatch(relu("4, 3"))).hasValue(4);
        assertThat(TypicalInputs.fixedBatch(relu("batch, 3"))).isEmpty();
    }

    @Test
    void inputsAreTheSameOnEachCallAndDescribed() {
        TypicalInputs inputs = TypicalInputs.of(TEXT, InputSizes.free().withSymbol("tokens", 5));
        assertThat(fed(inputs, 1, "input_ids").longs())
                .isEqualTo(fed(inputs, 1, "input_ids").longs());
        assertThat(inputs.describe(2)).isEqualTo("input_ids int64[2,5], attention_mask int64[2,5]");
    }
}
