package dev.alambic.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.alambic.exporter.importer.TrainableGraph;
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

    /** The softmax of 0 and z is the sigmoid of z, so that two classes are learned from one number. */
    @Test
    void oneProbabilityIsTrainedAsTwoClasses() {
        OnnxModel detector =
                GraphText.model("""
                x: float[batch, 3]
                z = MatMul(x, w)
                p = Sigmoid(z)
                return p: float[batch, 1]
                """, builder -> builder.initializer("w", Tensor.ofFloats(new float[] {1, 2, 3}, 3, 1)));

        TrainableGraph block = GraphNetwork.block(detector, TWO);
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(2, 3));
            NDArray rows = manager.create(new float[] {1, 0, 0, 0, 1, -1}, new Shape(2, 3));
            assertThat(block.forward(new ParameterStore(manager, false), new NDList(rows), false)
                            .head()
                            .toFloatArray())
                    .containsExactly(0, 1, -0f, -1);
            assertThat(GraphNetwork.withoutPair(block.writeBack()).graph().toString())
                    .isEqualTo(detector.graph().toString());
        }
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

    /** A table and its transpose get the gradients of both places as one weight, and are one in the file. */
    @Test
    void tiedWeightsAreTrainedAndWrittenAsOne() {
        float[] table = new float[1200];
        float[] folded = new float[1200];
        for (int i = 0; i < table.length; i++) {
            table[i] = i % 37 / 37f;
            folded[i % 24 * 50 + i / 24] = table[i];
        }
        OnnxModel model = GraphText.model("""
                ids: int64[n]
                e = Gather(table, ids)
                h = Tanh(e)
                y = MatMul(h, folded)
                return y: float[n, 50]
                """, graph -> {
            graph.initializer("table", Tensor.ofFloats(table, 50, 24));
            graph.initializer("folded", Tensor.ofFloats(folded, 24, 50));
        });
        NetworkSpec.Onnx untied = NetworkSpec.onnx("file");
        NetworkSpec.Onnx tied = NetworkSpec.onnx("file").withTieWeights(true);
        float[][] apart = gradients(GraphNetwork.edit(model, untied, 50, 1));
        float[][] one = gradients(GraphNetwork.edit(model, tied, 50, 1));

        assertThat(one).hasDimensions(1, 1200);
        for (int i = 0; i < table.length; i++) {
            // two float32 gradients and their sum: some roundings of numbers up to 40
            assertThat(one[0][i]).isCloseTo(apart[0][i] + apart[1][i % 24 * 50 + i / 24], within(1e-4f));
        }
        assertThat(GraphNetwork.edit(model, tied, 50, 1).graph().initializers()).containsOnlyKeys("table");
    }

    private static float[][] gradients(OnnxModel model) {
        TrainableGraph block = TrainableGraph.of(model);
        try (NDManager manager = NDManager.newBaseManager()) {
            block.initialize(manager, DataType.FLOAT32, new Shape(3));
            NDArray ids = manager.create(new long[] {1, 4, 1});
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(block.forward(new ParameterStore(manager, false), new NDList(ids), true)
                        .head()
                        .sum());
            }
            return block.getParameters().values().stream()
                    .map(parameter -> parameter.getArray().getGradient().toFloatArray())
                    .toArray(float[][]::new);
        }
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
