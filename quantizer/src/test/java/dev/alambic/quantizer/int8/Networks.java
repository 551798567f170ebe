package dev.alambic.quantizer.int8;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.RandomInputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small networks with random weights, and inputs for them. */
final class Networks {

    private Networks() {}

    /** 30-64-32-2 on standardized features: 4,322 parameters. */
    static OnnxModel mlp() {
        Weights weights = new Weights(3);
        return GraphText.model("""
                features: float[batch, 30]
                centred = Sub(features, mean)
                standard = Div(centred, deviation)
                h1 = Gemm(standard, w1, b1) transB=1
                a1 = Relu(h1)
                h2 = Gemm(a1, w2, b2) transB=1
                a2 = Relu(h2)
                logits = Gemm(a2, w3, b3) transB=1
                return logits: float[batch, 2]
                """, b -> {
            b.initializer("mean", weights.tensor(30));
            b.initializer("deviation", Tensor.ofFloats(positive(weights.normal(30)), 30));
            b.initializer("w1", weights.tensor(64, 30));
            b.initializer("b1", weights.tensor(64));
            b.initializer("w2", weights.tensor(32, 64));
            b.initializer("b2", weights.tensor(32));
            b.initializer("w3", weights.tensor(2, 32));
            b.initializer("b3", weights.tensor(2));
        });
    }

    /** A digit classifier of 15,706 parameters with normalization, a residual, and both kinds of pooling. */
    static OnnxModel cnn() {
        Weights weights = new Weights(5);
        return GraphText.model("""
                image: float[batch, 1, 28, 28]
                scaled = Mul(image, factor)
                c1 = Conv(scaled, c1.w) pads=[1,1,1,1] strides=[2,2]
                n1 = BatchNormalization(c1, n1.scale, n1.bias, n1.mean, n1.var)
                a1 = Relu(n1)
                c2 = Conv(a1, c2.w) pads=[1,1,1,1]
                n2 = BatchNormalization(c2, n2.scale, n2.bias, n2.mean, n2.var)
                a2 = Relu(n2)
                p2 = MaxPool(a2) kernel_shape=[2,2] strides=[2,2]
                c3 = Conv(p2, c3.w) pads=[1,1,1,1]
                n3 = BatchNormalization(c3, n3.scale, n3.bias, n3.mean, n3.var)
                r3 = Add(n3, p2)
                a3 = Relu(r3)
                c4 = Conv(a3, c4.w) pads=[1,1,1,1]
                n4 = BatchNormalization(c4, n4.scale, n4.bias, n4.mean, n4.var)
                a4 = Relu(n4)
                g = GlobalAveragePool(a4)
                f = Flatten(g)
                logits = Gemm(f, w5, b5) transB=1
                return logits: float[batch, 10]
                """, b -> {
            b.initializer("factor", Tensor.scalar(1 / 255f));
            b.initializer("c1.w", weights.tensor(16, 1, 3, 3));
            b.initializer("c2.w", weights.tensor(24, 16, 3, 3));
            b.initializer("c3.w", weights.tensor(24, 24, 3, 3));
            b.initializer("c4.w", weights.tensor(28, 24, 3, 3));
            int[] channels = {16, 24, 24, 28};
            for (int i = 0; i < channels.length; i++) {
                weights.batchNorm(b, "n" + (i + 1), channels[i]);
            }
            b.initializer("w5", weights.tensor(10, 28));
            b.initializer("b5", weights.tensor(10));
        });
    }

    private static float[] positive(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.5f + Math.abs(values[i]);
        }
        return values;
    }

    /** Returns {@code count} batches for the only input of {@code model}: standard normal, times {@code factor}. */
    static List<Map<String, Tensor>> samples(OnnxModel model, int count, float factor) {
        Random random = new Random(11);
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Tensor> sample = new LinkedHashMap<>();
            RandomInputs.of(model, Map.of("batch", 4L), random.nextLong())
                    .forEach((name, tensor) -> sample.put(name, scaled(tensor, factor)));
            samples.add(sample);
        }
        return samples;
    }

    private static Tensor scaled(Tensor tensor, float factor) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return Tensor.ofFloats(values, tensor.dims());
    }
}
