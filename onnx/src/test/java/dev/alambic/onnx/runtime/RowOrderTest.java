package dev.alambic.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowOrderTest {

    /** Boxes [1, n, 4] and scores [1, 1, n] to the boxes that are left, and their scores, as detectors are exported. */
    private static final OnnxModel DETECTOR = GraphText.model("""
            boxes: float[1, n, 4]
            scores: float[1, 1, n]
            kept = NonMaxSuppression(boxes, scores, most, overlap)
            column = Gather(kept, two) axis=1
            index = Squeeze(column, one)
            flat = Squeeze(boxes, zero)
            found = Gather(flat, index)
            list = Squeeze(scores, front)
            sure = Gather(list, index)
            return found; sure
            """, b -> {
        b.initializer("most", Tensor.ofLongs(new long[] {9}, 1));
        b.initializer("overlap", Tensor.ofFloats(new float[] {0.5f}, 1));
        b.initializer("two", Tensor.ofLongs(new long[] {2}, 1));
        b.initializer("one", Tensor.ofLongs(new long[] {1}, 1));
        b.initializer("zero", Tensor.ofLongs(new long[] {0}, 1));
        b.initializer("front", Tensor.ofLongs(new long[] {0, 1}, 2));
    });

    private static Map<String, Tensor> detected(float first, float second) {
        Tensor boxes = Tensor.ofFloats(new float[] {0, 0, 1, 1, 5, 5, 6, 6, 8, 8, 9, 9}, 1, 3, 4);
        Tensor scores = Tensor.ofFloats(new float[] {first, second, 0.3f}, 1, 1, 3);
        try (Session session = Session.open(DETECTOR, SessionOptions.defaults())) {
            return session.run(Map.of("boxes", boxes, "scores", scores));
        }
    }

    private static double difference(String value, Map<String, Tensor> expected, Map<String, Tensor> actual) {
        return Agreement.of(
                        Objects.requireNonNull(expected.get(value)),
                        Objects.requireNonNull(RowOrder.of(DETECTOR.graph())
                                .aligned(expected, actual)
                                .get(value)))
                .maxAbsoluteDifference();
    }

    @Test
    void boxesThatAreAsGoodButForRoundingAreTheSameInEitherOrder() {
        Map<String, Tensor> expected = detected(0.8f, 0.8001f);
        Map<String, Tensor> actual = detected(0.8001f, 0.8f);

        assertThat(Objects.requireNonNull(actual.get("found")).floats())
                .isNotEqualTo(Objects.requireNonNull(expected.get("found")).floats());
        assertThat(difference("found", expected, actual)).isZero();
        assertThat(difference("sure", expected, actual)).isLessThan(0.001);
    }

    @Test
    void aBoxThatIsAnotherStillIs() {
        Map<String, Tensor> expected = detected(0.8f, 0.8001f);
        Map<String, Tensor> actual = Map.of(
                "found", Tensor.ofFloats(new float[] {0, 0, 1, 1, 5, 5, 6, 7, 8, 8, 9, 9}, 3, 4),
                "sure", Tensor.ofFloats(new float[] {0.8f, 0.8001f, 0.3f}, 3));

        assertThat(difference("found", expected, actual)).isEqualTo(1);
    }

    @Test
    void rowsOfAllResultsMoveTogether() {
        Map<String, Tensor> expected = detected(0.9f, 0.8f);
        Map<String, Tensor> swappedScores = Map.of(
                "found", Objects.requireNonNull(expected.get("found")),
                "sure", Tensor.ofFloats(new float[] {0.8f, 0.9f, 0.3f}, 3));

        assertThat(difference("sure", expected, swappedScores)).isGreaterThan(0.09);
    }

    @Test
    void eachRowOfABatchHasItsOwnOrder() {
        OnnxModel top = GraphText.model(
                "x: float[batch, 4]\nv, i = TopK(x, k)\nreturn v; i",
                b -> b.initializer("k", Tensor.ofLongs(new long[] {2}, 1)));
        Map<String, Tensor> expected = Map.of(
                "v", Tensor.ofFloats(new float[] {5, 5, 4, 3}, 2, 2),
                "i", Tensor.ofLongs(new long[] {1, 2, 0, 3}, 2, 2));
        Map<String, Tensor> actual = Map.of(
                "v", Tensor.ofFloats(new float[] {5, 5, 4, 3}, 2, 2),
                "i", Tensor.ofLongs(new long[] {2, 1, 0, 3}, 2, 2));

        assertThat(RowOrder.of(top.graph()).aligned(expected, actual).get("i")).isEqualTo(expected.get("i"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"y = Softmax(x)", "y = NonZero(x)", "v, i = TopK(x, k)\ny = ReduceSum(v)", "y = Unique(x)"})
    void otherResultsKeepTheirOrder(String nodes) {
        OnnxModel model = GraphText.model(
                "x: float[batch, 4]\n" + nodes + "\nreturn y",
                b -> b.initializer("k", Tensor.ofLongs(new long[] {2}, 1)));

        assertThat(RowOrder.of(model.graph()).isOpen("y")).isFalse();
    }
}
