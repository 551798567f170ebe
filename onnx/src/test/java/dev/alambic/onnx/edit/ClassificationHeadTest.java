package dev.alambic.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassificationHeadTest {

    /** A backbone of token numbers: the state of token t is [t, 10 t]. */
    private static OnnxModel tokens(long opset) {
        return OnnxModel.of(
                GraphText.graph(
                        """
                        input_ids: int64[batch, tokens]
                        attention_mask: int64[batch, tokens]
                        state = Gather(table, input_ids)
                        masked = Identity(attention_mask)
                        return state: float[batch, tokens, 2]; masked
                        """,
                        builder -> builder.initializer(
                                "table", Tensor.ofFloats(new float[] {0, 0, 1, 10, 2, 20, 3, 30}, 4, 2))),
                opset);
    }

    private static OnnxModel withUnitWeights(OnnxModel model) {
        return model.mapGraph(graph -> graph.edit(builder ->
                builder.initializer(ClassificationHead.WEIGHT, Tensor.ofFloats(new float[] {1, 0, 0, 1}, 2, 2))));
    }

    private static float[] logits(OnnxModel model, Map<String, Tensor> feeds) {
        ModelVerifier.verify(model);
        try (Session session = Session.open(model, SessionOptions.defaults())) {
            return Objects.requireNonNull(session.run(feeds).get(ClassificationHead.LOGITS))
                    .floats();
        }
    }

    private static final Map<String, Tensor> TWO_TEXTS = Map.of(
            "input_ids", Tensor.ofLongs(new long[] {1, 3, 2, 2, 3, 3}, 2, 3),
            "attention_mask", Tensor.ofLongs(new long[] {1, 1, 0, 1, 0, 0}, 2, 3));

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 17, 18, 21})
    void theMeanIsOverTheTokensThatTheMaskHas(long opset) {
        OnnxModel headed =
                withUnitWeights(ClassificationHead.of(2).withDropout(0.5).applyTo(tokens(opset), "state"));

        assertThat(logits(headed, TWO_TEXTS)).containsExactly(new float[] {2, 20, 2, 20}, within(1e-6f));
    }

    @Test
    void theFirstTokenCanStandForAll() {
        OnnxModel headed = withUnitWeights(
                ClassificationHead.of(2).withPooling(Pooling.FIRST).applyTo(tokens(17), "state"));

        Map<String, Tensor> feeds = Map.of("input_ids", TWO_TEXTS.get("input_ids"));
        assertThat(logits(headed, feeds)).containsExactly(1, 10, 2, 20);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 17, 18})
    void withoutAMaskTheMeanIsOverAllSteps(long opset) {
        OnnxModel model = OnnxModel.of(GraphText.graph("""
                        x: float[batch, 2, 2]
                        state = Relu(x)
                        return state
                        """), opset);

        OnnxModel headed = withUnitWeights(ClassificationHead.of(2).applyTo(model, "state"));

        assertThat(logits(headed, Map.of("x", Tensor.ofFloats(new float[] {1, -5, 2, 4}, 1, 2, 2))))
                .containsExactly(1.5f, 2);
    }

    @Test
    void imagesArePooledOverTheirPixels() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2, 2, 2]
                maps = Relu(x)
                return maps
                """, builder -> {});

        OnnxModel headed = withUnitWeights(ClassificationHead.of(2).applyTo(model, "maps"));

        assertThat(logits(headed, Map.of("x", Tensor.ofFloats(new float[] {1, 2, 3, 4, 0, 0, 0, 8}, 1, 2, 2, 2))))
                .containsExactly(2.5f, 2);
    }

    @Test
    void theOutputIsNamedTypedAndAlone() {
        assertThat(ClassificationHead.of(10)
                        .applyTo(tokens(17), "state")
                        .graph()
                        .outputs())
                .containsExactly(ValueInfo.of("logits", DataType.FLOAT, Shape.symbolic("batch", 10)));
    }

    @Test
    void firstWeightsFollowTheSeedAndTheFanIn() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 400]
                features = Relu(x)
                return features
                """, builder -> {});
        ClassificationHead head = ClassificationHead.of(50);

        Tensor weight = weight(head, model);

        assertThat(weight).isEqualTo(weight(head, model)).isNotEqualTo(weight(head.withSeed(2), model));
        double squares = 0;
        for (float value : weight.floats()) {
            squares += value * value;
        }
        // 20,000 draws: the variance is within 5 of its standard deviations, sqrt(2 / 20,000) = 1 %
        assertThat(squares / weight.elementCount() * 400).isCloseTo(1, within(0.05));
    }

    private static Tensor weight(ClassificationHead head, OnnxModel model) {
        return head.applyTo(model, "features")
                .graph()
                .initializer(ClassificationHead.WEIGHT)
                .orElseThrow();
    }

    @Test
    void dropoutIsANodeOnlyWhereItDropsAnything() {
        assertThat(ClassificationHead.of(2).applyTo(tokens(17), "state").graph().nodes())
                .extracting(Node::opType)
                .doesNotContain("Dropout");
        assertThat(ClassificationHead.of(2)
                        .withDropout(0.1)
                        .applyTo(tokens(17), "state")
                        .graph()
                        .nodes())
                .extracting(Node::opType)
                .contains("Dropout");
    }

    @Test
    void aPoolingThatDoesNotFitTheValueIsRefused() {
        assertThatThrownBy(() ->
                        ClassificationHead.of(2).withPooling(Pooling.IMAGE).applyTo(tokens(17), "state"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value 'state': cannot be pooled by image (expected rank 4, was 3)");
    }

    @Test
    void aValueThatIsNoFloatTensorIsRefused() {
        assertThatThrownBy(() -> ClassificationHead.of(2).applyTo(tokens(17), "masked"))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageContaining("expected a float tensor of a known rank, was int64[batch, tokens]");
    }

    @Test
    void aHeadOfNoClassOrOfCertainDropoutIsRefused() {
        assertThatThrownBy(() -> ClassificationHead.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClassificationHead.of(2).withDropout(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
