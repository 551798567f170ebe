package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A trainable graph seen through values inside it. */
class InsideTest {

    private static final OnnxModel MODEL = GraphText.model("""
            x: float[b, 2]
            h = MatMul(x, w)
            r = Relu(h)
            y = MatMul(r, v)
            z = MatMul(r, u)
            return y; z
            """, out -> {
        out.initializer("w", Tensor.ofFloats(new float[] {1, -1, 0, 2}, 2, 2));
        out.initializer("v", Tensor.ofFloats(new float[] {1, 1}, 2, 1));
        out.initializer("u", Tensor.ofFloats(new float[] {5, 5}, 2, 1));
    });

    private static TrainableGraph block(NDManager manager) {
        TrainableGraph block =
                TrainableGraph.of(MODEL, TrainableOptions.defaults().withOutputs("y"));
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 2));
        return block;
    }

    @Test
    void valuesInsideAreThoseOfTheVeryWeights() {
        try (NDManager manager = NDManager.newBaseManager()) {
            TrainableGraph block = block(manager);
            TrainableGraph inside = block.inside(List.of("y", "h", "r"));
            NDArray x = manager.create(new float[] {1, 2}, new Shape(1, 2));
            for (boolean training : new boolean[] {false, true, true}) {
                NDList values = inside.forward(new ParameterStore(manager, false), new NDList(x), training);
                assertThat(values.get(0).toFloatArray()).containsExactly(4);
                assertThat(values.get(1).toFloatArray()).containsExactly(1, 3);
                assertThat(values.get(2).toFloatArray()).containsExactly(1, 3);
            }
            block.getParameters().get("w").getArray().muli(-1);
            assertThat(inside.forward(new ParameterStore(manager, false), new NDList(x), false)
                            .get(1)
                            .toFloatArray())
                    .containsExactly(new float[] {-1, -3}, within(0f));
        }
    }

    @Test
    void whatDoesNotLieOnTheWayToTheOutputIsRefused() {
        try (NDManager manager = NDManager.newBaseManager()) {
            TrainableGraph block = block(manager);
            assertThatThrownBy(() -> block.inside(List.of("z")))
                    .hasMessageContaining("they do not lie on the way to the output")
                    .hasMessageContaining("'u'");
            assertThatThrownBy(() -> block.inside(List.of("nowhere"))).hasMessageContaining("no such value");
        }
    }
}
