package dev.alambic.trainer.network;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.trainer.TrainingThread;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GraphLayersTest {

    private static OnnxModel model() {
        return GraphText.model("""
                x: float[batch, 1, 4, 4]
                ids: int64[batch]
                maps = Conv(x, kernel, offset)
                normal = BatchNormalization(maps, gain, shift, mean, variance)
                pooled = GlobalAveragePool(normal)
                flat = Flatten(pooled)
                renamed = Identity(weight)
                product = MatMul(flat, renamed)
                hidden = Add(product, bias)
                row = Gather(table, ids)
                both = Add(hidden, row)
                logits = Gemm(both, last, none) transB=1
                return logits: float[batch, 2]
                """, builder -> {
            builder.initializer("table", Tensor.ofFloats(new float[15], 5, 3));
            builder.initializer("last", Tensor.ofFloats(new float[6], 2, 3));
            builder.initializer("none", Tensor.ofFloats(new float[2], 2));
            builder.initializer("bias", Tensor.ofFloats(new float[3], 3));
            builder.initializer("weight", Tensor.ofFloats(new float[12], 4, 3));
            builder.initializer("kernel", Tensor.ofFloats(new float[36], 4, 1, 3, 3));
            for (String each : List.of("offset", "gain", "shift", "mean", "variance")) {
                builder.initializer(each, Tensor.ofFloats(new float[] {1, 1, 1, 1}, 4));
            }
        });
    }

    @Test
    void layersAreTheNodesThatMultiplyByAWeightInTheirOrder() {
        TrainingThread.run(manager -> {
            TrainableGraph block = TrainableGraph.of(model());
            block.initialize(manager, DataType.FLOAT32, new Shape(1, 1, 4, 4), new Shape(1));

            List<WeightedLayer> layers = Weights.of(block).layers();

            assertThat(layers)
                    .extracting(
                            layer -> layer.label() + " " + layer.weight().getName() + " axis " + layer.axis() + " of "
                                    + layer.outputs() + " with "
                                    + layer.followers().stream()
                                            .map(array -> array.getName())
                                            .toList())
                    .containsExactly(
                            "conv1 kernel axis 0 of 4 with [offset, gain, shift]",
                            "linear1 weight axis 1 of 3 with [bias]",
                            "linear2 last axis 0 of 2 with [none]");
        });
    }
}
