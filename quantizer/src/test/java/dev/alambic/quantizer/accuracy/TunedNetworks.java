package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Weights;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.calibrate.CalibrationMethod;
import dev.alambic.quantizer.calibrate.CalibrationProgress;
import dev.alambic.quantizer.calibrate.Calibrator;
import dev.alambic.quantizer.int8.Int8Options;
import dev.alambic.quantizer.int8.QuantizeDynamic;
import dev.alambic.quantizer.int8.QuantizeStatic;
import dev.alambic.quantizer.int8.WeightForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small networks, inputs whose channels go together and are not centred, and both ways to make integers of them. */
final class TunedNetworks {
    private static final int SAMPLES = 8;

    private TunedNetworks() {}

    /** Convolutions with and without bias, in groups and depthwise, then a perceptron. */
    static OnnxModel images() {
        Weights weights = new Weights(3);
        return GraphText.model("""
                x: float[batch, 4, 8, 8]
                c1 = Conv(x, w1) pads=[1,1,1,1]
                r1 = Relu(c1)
                c2 = Conv(r1, w2, b2) group=8 pads=[1,1,1,1]
                r2 = Relu(c2)
                c3 = Conv(r2, w3, b3) group=2
                r3 = Relu(c3)
                g = GlobalAveragePool(r3)
                f = Flatten(g)
                y = Gemm(f, w4, b4) transB=1
                return y: float[batch, 5]
                """, b -> {
            b.initializer("w1", weights.tensor(8, 4, 3, 3));
            b.initializer("w2", weights.tensor(8, 1, 3, 3));
            b.initializer("b2", weights.tensor(8));
            b.initializer("w3", weights.tensor(6, 4, 3, 3));
            b.initializer("b3", weights.tensor(6));
            b.initializer("w4", weights.tensor(5, 6));
            b.initializer("b4", weights.tensor(5));
        });
    }

    /** Products of rank 3 with the Add after them, and one without. */
    static OnnxModel texts() {
        Weights weights = new Weights(5);
        return GraphText.model("""
                x: float[batch, 6, 32]
                m1 = MatMul(x, w1)
                a1 = Add(b1, m1)
                r1 = Relu(a1)
                m2 = MatMul(r1, w2)
                y = MatMul(m2, w3)
                return y: float[batch, 6, 8]
                """, b -> {
            b.initializer("w1", weights.tensor(32, 48));
            b.initializer("b1", weights.tensor(48));
            b.initializer("w2", weights.tensor(48, 16));
            b.initializer("w3", weights.tensor(16, 8));
        });
    }

    static List<Map<String, Tensor>> samples(OnnxModel model) {
        boolean isText = model.graph().nodes().get(0).is("MatMul");
        long[] dims = isText ? new long[] {2, 6, 32} : new long[] {2, 4, 8, 8};
        Random random = new Random(17);
        List<Map<String, Tensor>> samples = new ArrayList<>();
        for (int s = 0; s < SAMPLES; s++) {
            float[] values = new float[(int) (dims[0] * dims[1] * dims[2] * (dims.length > 3 ? dims[3] : 1))];
            double common = 0;
            for (int i = 0; i < values.length; i++) {
                common = 0.9 * common + 0.1 * random.nextGaussian();
                values[i] = (float) (0.5 + 3 * common + 0.2 * random.nextGaussian());
            }
            samples.add(Map.of("x", Tensor.ofFloats(values, dims)));
        }
        return samples;
    }

    static OnnxModel integers(OnnxModel model, Int8Options options) {
        if (model.graph().nodes().get(0).is("MatMul")) {
            return new QuantizeDynamic(options).apply(model).model();
        }
        Calibrator calibrator =
                new Calibrator(samples(model), CalibrationMethod.minMax(), CalibrationProgress.silent(), null);
        return QuantizeStatic.calibrated(calibrator, options, WeightForm.INTEGERS)
                .apply(model)
                .model();
    }
}
