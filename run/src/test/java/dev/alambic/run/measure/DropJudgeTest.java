package dev.alambic.run.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DropJudgeTest {
    private static final int ROWS = 4000;

    /** Rows 0, 1, 2, ...; the second class from the middle on. */
    private static Dataset rows() {
        float[][] rows = new float[ROWS][1];
        int[] labels = new int[ROWS];
        for (int i = 0; i < ROWS; i++) {
            rows[i][0] = i;
            labels[i] = i < ROWS / 2 ? 0 : 1;
        }
        return Dataset.table("rows", new InputMeaning.Table(List.of("i")), List.of("low", "high"), rows, labels);
    }

    /** Says the second class from {@code from} on. */
    private static OnnxModel threshold(float from) {
        return OnnxModel.of(
                Graph.build("threshold", out -> {
                    out.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 1)));
                    out.initializer("w", Tensor.ofFloats(new float[] {0, 1}, 1, 2));
                    out.initializer("b", Tensor.ofFloats(new float[] {0, 0.5f - from}, 2));
                    out.node(Node.of("Gemm", List.of("x", "w", "b"), "y"));
                    out.output(ValueInfo.of("y", DataType.FLOAT, Shape.symbolic("batch", 2)));
                }),
                17);
    }

    @Test
    void whatIsGoodEnoughIsJudgedOnAllRows() {
        DropJudge judge = new DropJudge(rows(), 0.01, 3, SessionOptions.defaults());

        assertThat(judge.quality(threshold(ROWS / 2f))).isEqualTo(1);
        assertThat(judge.quality(threshold(ROWS / 2f + 20))).isEqualTo(1 - 20.0 / ROWS);
        assertThat(judge.quality(threshold(ROWS / 2f - 40))).isEqualTo(1 - 40.0 / ROWS);
    }

    @Test
    void whatIsClearlyTooBadIsSeenBySome() {
        DropJudge judge = new DropJudge(rows(), 0.01, 3, SessionOptions.defaults());
        judge.quality(threshold(ROWS / 2f));

        double estimate = judge.quality(threshold(ROWS / 2f + 1000));
        assertThat(estimate).isCloseTo(0.75, within(0.06)).isNotEqualTo(0.75);
    }
}
