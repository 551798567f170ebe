package dev.alambic.quantizer.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.runtime.Agreement;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnfoldBatchNormTest {

    private final Weights weights = new Weights(17);

    /** A convolution, a depthwise one, squeeze and excitation, a hidden layer and the last one. */
    private OnnxModel network() {
        return GraphText.model("""
                x: float[batch, 2, 6, 6]
                c1 = Conv(x, w1, b1) pads=[1,1,1,1]
                r1 = Relu(c1)
                c2 = Conv(r1, w2, b2) group=4 pads=[1,1,1,1]
                s1 = GlobalAveragePool(c2)
                s2 = Conv(s1, w3, b3)
                s3 = Sigmoid(s2)
                m = Mul(c2, s3)
                c3 = Conv(m, w4)
                f = Flatten(c3)
                h = Gemm(f, w5, b5) transB=1
                r2 = Relu(h)
                y = Gemm(r2, w6, b6) transB=1
                return y: float[batch, 3]
                """, b -> {
            b.initializer("w1", weights.tensor(4, 2, 3, 3));
            b.initializer("b1", weights.tensor(4));
            b.initializer("w2", weights.tensor(4, 1, 3, 3));
            b.initializer("b2", weights.tensor(4));
            b.initializer("w3", weights.tensor(4, 4, 1, 1));
            b.initializer("b3", weights.tensor(4));
            b.initializer("w4", weights.tensor(2, 4, 1, 1));
            b.initializer("w5", weights.tensor(6, 72));
            b.initializer("b5", weights.tensor(6));
            b.initializer("w6", weights.tensor(3, 6));
            b.initializer("b6", weights.tensor(3));
        });
    }

    private static List<Map<String, Tensor>> samples() {
        Random random = new Random(5);
        float[] values = new float[50 * 72];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (1 + 2 * random.nextGaussian());
        }
        return List.of(Map.of("x", Tensor.ofFloats(values, 50, 2, 6, 6)));
    }

    private static double difference(OnnxModel one, OnnxModel other) {
        return Agreement.between(one, other, Probe.of(one).inputs()).relative();
    }

    @Test
    void layersThatHadOneGetOneAndTheOutputsStay() {
        OnnxModel model = network();

        OnnxModel made =
                Quantizer.normalizationPutBack(model, Calibration.of(samples())).model();

        List<Node> norms = made.graph().nodes().stream()
                .filter(node -> node.is("BatchNormalization"))
                .toList();
        assertThat(norms).extracting(Node::output).containsExactly("c1", "c2", "h");
        assertThat(difference(model, made)).isLessThan(1e-5);
        // its statistics are those of what goes in, so that a batch in training changes little
        Node first = norms.get(0);
        float[] mean = made.graph().constant(first, 3).orElseThrow().floats();
        float[] weight = model.graph().initializer("w1").orElseThrow().floats();
        double sum = 0;
        for (int i = 0; i < 18; i++) {
            sum += weight[i];
        }
        assertThat((double) mean[0])
                .as("1 at each place, less at the border")
                .isCloseTo(sum, within(0.5 * Math.abs(sum) + 0.3));
    }

    @Test
    void foldedAgainItIsTheModelThatItWas() {
        OnnxModel model = network();
        OnnxModel made =
                Quantizer.normalizationPutBack(model, Calibration.of(samples())).model();

        OnnxModel folded = Quantizer.normalizationFolded(made).model();

        assertThat(folded.graph().nodes())
                .extracting(Node::opType)
                .isEqualTo(model.graph().nodes().stream().map(Node::opType).toList());
        assertThat(difference(model, folded)).isLessThan(1e-5);
    }
}
