package dev.alambic.data.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputSamplesTest {
    private static final List<ValueInfo> FREE = List.of(
            ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 2)),
            ValueInfo.of("id", DataType.INT64, Shape.symbolic("batch")));
    private static final Map<String, Tensor> TWO =
            Map.of("x", Tensor.ofFloats(new float[] {1, 2, 3, 4}, 2, 2), "id", Tensor.ofLongs(new long[] {7, 8}, 2));
    private static final Map<String, Tensor> UNEVEN =
            Map.of("x", Tensor.ofFloats(new float[] {1, 2, 3, 4}, 2, 2), "all", Tensor.ofLongs(new long[] {7}, 1));

    private static InputSamples samples(List<Map<String, Tensor>> batches) {
        return InputSamples.of(batches, batch -> batch, "here");
    }

    @Test
    void samplesAreMadeWhenTheyAreAskedForAndAgainOnEachPass() {
        List<Integer> made = new ArrayList<>();
        InputSamples samples = InputSamples.of(
                List.of(1, 2, 3),
                item -> {
                    made.add(item);
                    return TWO;
                },
                "here");

        samples.batches().iterator().next();
        assertThat(made).containsExactly(1);
        samples.batches().forEach(batch -> assertThat(batch).isEqualTo(TWO));
        assertThat(made).containsExactly(1, 1, 2, 3);
        assertThat(samples.count()).isEqualTo(3);
    }

    @Test
    void aBatchIsTakenApart() {
        assertThat(samples(List.of(TWO, TWO)).singles(3, FREE))
                .hasSize(3)
                .first()
                .isEqualTo(Map.of(
                        "x", Tensor.ofFloats(new float[] {1, 2}, 1, 2), "id", Tensor.ofLongs(new long[] {7}, 1)));
    }

    @Test
    void textsAreTakenApart() {
        Tensor texts = Tensor.ofStrings(List.of(Bytes.utf8("a"), Bytes.utf8("b")), 2);
        List<ValueInfo> inputs = List.of(ValueInfo.of("x", DataType.STRING, Shape.symbolic("batch")));

        assertThat(samples(List.of(Map.of("x", texts))).singles(2, inputs))
                .element(1)
                .isEqualTo(Map.of("x", Tensor.ofStrings(List.of(Bytes.utf8("b")), 1)));
    }

    @Test
    void whatMayHaveAnyRankIsNotTakenApart() {
        Map<String, Tensor> vector = Map.of("x", Tensor.ofFloats(new float[] {1, 2, 3}, 3));
        List<ValueInfo> inputs = List.of(new ValueInfo("x", new TensorType(DataType.FLOAT, null), Bytes.EMPTY));

        assertThat(samples(List.of(vector)).singles(2, inputs)).containsExactly(vector);
    }

    @Test
    void noMoreBatchesAreReadThanAreNeeded() {
        List<Integer> made = new ArrayList<>();
        InputSamples samples = InputSamples.of(
                List.of(1, 2),
                item -> {
                    made.add(item);
                    return TWO;
                },
                "here");

        assertThat(samples.singles(2, FREE)).hasSize(2);
        assertThat(made).containsExactly(1);
    }

    @Test
    void aBatchThatTheModelFixesIsNotTakenApart() {
        List<ValueInfo> fixed = List.of(
                ValueInfo.of("x", DataType.FLOAT, Shape.of(2, 2)), ValueInfo.of("id", DataType.INT64, Shape.of(2)));
        List<ValueInfo> others = List.of(
                ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 2)),
                ValueInfo.of("id", DataType.INT64, Shape.symbolic("layers")));

        assertThat(samples(List.of(TWO, TWO)).singles(3, fixed)).containsExactly(TWO, TWO);
        assertThat(samples(List.of(TWO)).singles(3, others)).containsExactly(TWO);
    }

    @Test
    void whatCannotBeCutIsOneSample() {
        Map<String, Tensor> scalar = Map.of("x", Tensor.scalar(1f));

        assertThat(samples(List.of(UNEVEN, scalar)).singles(9, FREE)).containsExactly(UNEVEN, scalar);
        assertThat(InputSamples.rows(UNEVEN)).isEmpty();
        assertThat(InputSamples.rows(scalar)).isEmpty();
        assertThat(InputSamples.rows(TWO)).hasValue(2);
    }

    @Test
    void rowsAreCutFromEveryTensor() {
        assertThat(InputSamples.cut(TWO, 1, 2))
                .isEqualTo(Map.of(
                        "x", Tensor.ofFloats(new float[] {3, 4}, 1, 2), "id", Tensor.ofLongs(new long[] {8}, 1)));
        assertThat(InputSamples.cut(TWO, 0, 2)).isEqualTo(TWO);
    }

    @Test
    void rawSamplesAreNamedAndAtLeastOne() {
        assertThatThrownBy(() -> new RawSamples(List.of(), new float[0][]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RawSamples(List.of("a"), new float[2][1]))
                .hasMessage("samples: a name for each (expected 1, was 2)");
    }
}
