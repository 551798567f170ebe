package dev.alambic.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.ModelVerifier;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CutTest {

    private static OnnxModel model() {
        return GraphText.model("""
                x: float[batch, 2]
                other: float[batch, 3]
                hidden = MatMul(x, w)
                active = Relu(hidden)
                side = MatMul(other, v)
                y = Add(active, side)
                return y: float[batch, 3]
                """, builder -> {
            builder.initializer("w", Tensor.ofFloats(new float[] {1, 0, -1, 0, 1, 2}, 2, 3));
            builder.initializer("v", Tensor.ofFloats(new float[9], 3, 3));
        });
    }

    @Test
    void nodesInitializersAndInputsThatTheValueDoesNotNeedAreGone() {
        OnnxModel cut = Cut.at(model(), "active");

        assertThat(cut.graph().toString())
                .isEqualTo(model().graph()
                        .toString()
                        .lines()
                        .limit(2)
                        .reduce((a, b) -> a + "\n" + b)
                        .orElseThrow());
        assertThat(cut.graph().inputs()).extracting(ValueInfo::name).containsExactly("x");
        assertThat(cut.graph().initializers()).containsOnlyKeys("w");
        ModelVerifier.verify(cut);
    }

    @Test
    void theTypeOfTheNewOutputIsInferredByTheRuntime() {
        assertThat(Cut.at(model(), "active").graph().outputs())
                .containsExactly(ValueInfo.of("active", DataType.FLOAT, Shape.symbolic("batch", 3)));
    }

    @Test
    void theCutComputesWhatTheWholeModelComputedThere() {
        try (Session session = Session.open(Cut.at(model(), "active", "hidden"), SessionOptions.defaults())) {
            List<float[]> answers =
                    session.run(Map.of("x", Tensor.ofFloats(new float[] {1, -2}, 1, 2))).values().stream()
                            .map(Tensor::floats)
                            .toList();

            assertThat(answers).containsExactly(new float[] {1, 0, 0}, new float[] {1, -2, -5});
        }
    }

    @Test
    void valuesThatASubgraphReadsStay() {
        OnnxModel model = GraphText.model(
                """
                x: float[2]
                p: bool[]
                doubled = Add(x, x)
                unused = Relu(x)
                return doubled
                """,
                builder -> builder.node(Node.of("If", List.of("p"), "y")
                        .with("then_branch", GraphText.graph("a = Neg(doubled)\nreturn a: float[2]"))
                        .with("else_branch", GraphText.graph("b = Abs(doubled)\nreturn b: float[2]"))));

        OnnxModel cut = Cut.at(model, "y");

        assertThat(cut.graph().nodes()).extracting(Node::output).containsExactly("doubled", "y");
    }

    @Test
    void labelsOfTheOldOutputsAreNoLongerSaid() {
        OnnxModel labelled = ModelInfo.none()
                .withTask("classification")
                .withLabels(List.of("a", "b", "c"))
                .withRecipe("r")
                .applyTo(model());

        assertThat(ModelInfo.of(Cut.at(labelled, "active")))
                .isEqualTo(ModelInfo.none().withRecipe("r"));
        assertThat(ModelInfo.of(Cut.at(labelled, "y")).labels()).containsExactly("a", "b", "c");
    }

    @Test
    void aValueThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> Cut.at(model(), "activ"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean [active]?");
    }

    @Test
    void noValueOrOneTwiceIsRefused() {
        assertThatThrownBy(() -> Cut.at(model())).hasMessageContaining("expected at least one");
        assertThatThrownBy(() -> Cut.at(model(), "y", "y")).hasMessageContaining("each once");
    }
}
