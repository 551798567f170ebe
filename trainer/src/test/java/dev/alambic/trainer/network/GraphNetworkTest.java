package dev.alambic.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.edit.Pooling;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.trainer.spec.HeadSpec;
import dev.alambic.trainer.spec.NetworkSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GraphNetworkTest {

    private static final List<String> TWO = List.of("a", "b");

    private static OnnxModel model() {
        return GraphText.model("""
                x: float[batch, 3]
                hidden = MatMul(x, w)
                active = Relu(hidden)
                logits = MatMul(active, v)
                probabilities = Softmax(logits) axis=1
                return probabilities: float[batch, 2]
                """, builder -> {
            builder.initializer("w", Tensor.ofFloats(new float[12], 3, 4));
            builder.initializer("v", Tensor.ofFloats(new float[8], 4, 2));
        });
    }

    @Test
    void aModelThatEndsInSoftmaxIsTrainedOnItsLogits() {
        assertThat(GraphNetwork.block(model(), TWO).outputs()).containsExactly("logits");
    }

    @Test
    void withoutCutAndHeadTheModelIsItself() {
        assertThat(GraphNetwork.edit(model(), NetworkSpec.onnx("file"), 2, 1)).isEqualTo(model());
    }

    @Test
    void aHeadGoesOnTheCutOrOnTheFirstOutput() {
        HeadSpec head = new HeadSpec(Pooling.AUTO, 0.1);
        OnnxModel onCut = GraphNetwork.edit(model(), new NetworkSpec.Onnx("file", "active", head), 5, 1);
        assertThat(onCut.graph().toString()).isEqualTo("""
                        hidden = MatMul(x, w)
                        active = Relu(hidden)
                        classifier.dropout = Dropout(active, classifier.dropout.ratio)
                        logits = Gemm(classifier.dropout, classifier.weight, classifier.bias)""");
        OnnxModel onOutput = GraphNetwork.edit(model(), new NetworkSpec.Onnx("file", null, head), 5, 1);
        assertThat(onOutput.graph().nodes()).hasSize(6);
    }

    @Test
    void otherClassesThanTheDataHaveAreRefused() {
        assertThatThrownBy(() -> GraphNetwork.block(model(), List.of("a", "b", "c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "network: the output of the model does not fit the classes of the data (expected [batch, 3],"
                                + " was [batch, 2]; a head makes it fit)");
        OnnxModel labelled = ModelInfo.none().withLabels(List.of("b", "a")).applyTo(model());
        assertThatThrownBy(() -> GraphNetwork.block(labelled, TWO))
                .hasMessage("network: the model has other classes than the data (expected [a, b], was [b, a]; a head"
                        + " replaces them)");
    }
}
