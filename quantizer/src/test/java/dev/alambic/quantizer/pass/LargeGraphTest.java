package dev.alambic.quantizer.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.quantizer.Quantizer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A graph so large that checking it leaves out a rewriting of the runtime's. */
class LargeGraphTest {

    @Test
    void isOptimizedAndStillChecked() {
        Result result = Quantizer.optimize(deep(1_100));

        assertThat(result.model().graph().nodes()).hasSize(4 * 1_100);
        assertThat(result.reports()).anySatisfy(report -> {
            assertThat(report.pass()).isEqualTo("FuseMatMulAdd");
            assertThat(report.changed()).isTrue();
        });
        assertThat(result.sqnrDecibels()).isGreaterThan(100); // float32 holds 24 bits: 144 dB, less the depth
    }

    /** Layers of five nodes: a product, its bias, an activation, a sum with what came in, and a squashing. */
    private static OnnxModel deep(int layers) {
        Random random = new Random(1);
        Graph graph = Graph.build("deep", out -> {
            out.input(ValueInfo.of("x", DataType.FLOAT, Shape.symbolic("batch", 16)));
            String value = "x";
            for (int i = 0; i < layers; i++) {
                String weight = out.initializer("w" + i, gaussian(random, 0.25f, 16, 16));
                String bias = out.initializer("c" + i, gaussian(random, 1, 16));
                String product = out.node(Node.of("MatMul", List.of(value, weight), "m" + i));
                String sum = out.node(Node.of("Add", List.of(product, bias), "a" + i));
                String active = out.node(Node.of("Relu", List.of(sum), "r" + i));
                String joined = out.node(Node.of("Add", List.of(active, value), "s" + i));
                value = out.node(Node.of("Tanh", List.of(joined), "t" + i));
            }
            out.output(ValueInfo.of(value, DataType.FLOAT, Shape.symbolic("batch", 16)));
        });
        return OnnxModel.of(graph, 17);
    }

    private static Tensor gaussian(Random random, float deviation, long... dims) {
        return Tensor.filled(DataType.FLOAT, () -> random.nextGaussian() * deviation, dims);
    }
}
