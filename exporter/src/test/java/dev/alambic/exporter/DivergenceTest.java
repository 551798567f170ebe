package dev.alambic.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import dev.alambic.exporter.trace.Trace;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import org.junit.jupiter.api.Test;

class DivergenceTest {

    @Test
    void namesTheFirstNodeThatDiffers() {
        Block block = new SequentialBlock()
                .addSingleton(x -> x.mul(2))
                .addSingleton(Activation::relu)
                .addSingleton(x -> x.add(1));
        OnnxModel model = Exporter.export(block, Signature.of("x", DataType.FLOAT, "batch", 3));
        OnnxModel wrong = model.mapGraph(graph ->
                graph.rewrite((builder, node) -> builder.node(node.is("Relu") ? node.withOpType("Abs") : node)));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray input = manager.create(new float[][] {{1, -2, 3}, {-4, 5, -6}});
            input.setName("x");
            Trace trace = Trace.of(block, manager, new NDList(input), 17);

            assertThat(new Divergence(wrong, trace, 1e-5).describe())
                    .startsWith("the first node that differs is Abs '02LambdaBlock/Relu' by 1");
            assertThat(new Divergence(model, trace, 1e-5).describe()).startsWith("every node agrees");
        }
    }
}
