package dev.alambic.packager.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.packager.manifest.TensorSpec.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputRangesTest {

    private static @Nullable Range range(String text) {
        Graph graph = GraphText.model(text, builder -> {
                    builder.initializer("five", Tensor.ofFloats(new float[10], 5, 2));
                    builder.initializer("nine", Tensor.ofFloats(new float[9], 9));
                })
                .graph();
        return InputRanges.of(graph, graph.inputs().get(0));
    }

    @Test
    void anIndexStaysWithinTheSmallestTableThatItPicksFrom() {
        assertThat(range("x: int64[n]\na = Gather(nine, x)\nb = Gather(five, x)\nreturn a: float[n]; b: float[n, 2]"))
                .isEqualTo(new Range(0, 4));
    }

    @Test
    void theAxisThatIsPickedFromCounts() {
        assertThat(range("x: int64[n]\na = Gather(five, x) axis=1\nreturn a: float[5, n]"))
                .isEqualTo(new Range(0, 1));
        assertThat(range("x: int64[n]\na = Gather(five, x) axis=-1\nreturn a: float[5, n]"))
                .isNull();
    }

    @Test
    void aTableThatIsNotAnIndexTellsNothing() {
        assertThat(range("x: int64[3]\ni: int64[n]\na = Gather(x, i)\nreturn a: int64[n]"))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"x, bool, 0-1", "attention_mask, int64, 0-1", "Mask, uint8, 0-1", "x, int32, ", "mask, float, "})
    void masksAndTruthValuesAreZeroOrOne(String name, String type, String expected) {
        Range range = range(name + ": " + type + "[n]\ny = Identity(" + name + ")\nreturn y: " + type + "[n]");
        assertThat(range).isEqualTo(expected == null ? null : new Range(0, 1));
    }

    @Test
    void rolesOfTextsFollowTheNamesOrElseTheOrder() {
        List<String> named = List.of("input_ids", "token_type_ids", "attention_mask");
        assertThat(List.of(TextRole.of(named, 0), TextRole.of(named, 1), TextRole.of(named, 2)))
                .containsExactly(TextRole.TOKENS, TextRole.SEGMENTS, TextRole.MASK);
        List<String> unnamed = List.of("a", "b", "c", "d");
        assertThat(List.of(TextRole.of(unnamed, 0), TextRole.of(unnamed, 1), TextRole.of(unnamed, 3)))
                .containsExactly(TextRole.TOKENS, TextRole.MASK, TextRole.SEGMENTS);
        // two masks tell nothing, so that the order does
        assertThat(TextRole.of(List.of("mask_a", "mask_b"), 0)).isEqualTo(TextRole.TOKENS);
    }
}
