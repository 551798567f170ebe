package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rule of each operator that is known; of the others nothing is cut. */
final class AxisRules {
    private static final AxisRule UNKNOWN = site -> {};
    private static final Map<String, AxisRule> STANDARD = new HashMap<>();
    private static final Map<String, AxisRule> MICROSOFT = new HashMap<>();

    static {
        add(
                new Broadcast(),
                "Add Sub Mul Div Pow Max Min Sum Mean Mod PRelu Where And Or Xor Equal Greater GreaterOrEqual Less"
                        + " LessOrEqual BitShift");
        add(
                PassThrough::all,
                "Abs Acos Asin Atan Cast Ceil Celu Clip Cos Dropout Elu Erf Exp Floor Gelu HardSigmoid HardSwish"
                        + " Identity IsInf IsNaN LeakyRelu Log Mish Neg Not Reciprocal Relu Round Selu Shrink Sigmoid Sign"
                        + " Sin Softplus Softsign Sqrt Swish Tan Tanh ThresholdedRelu");
        add(PassThrough::pooling, "MaxPool AveragePool LpPool GlobalAveragePool GlobalMaxPool GlobalLpPool");
        add(PassThrough::softmax, "Softmax LogSoftmax Hardmax");
        add(PassThrough::along, "LpNormalization");
        add(PassThrough::argument, "ArgMax ArgMin");
        add(PassThrough::quantize, "QuantizeLinear DequantizeLinear");
        add(
                PassThrough::reduce,
                "ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum"
                        + " ReduceLogSumExp ReduceSumSquare");
        add(new Convolution(false), "Conv");
        add(new Convolution(true), "ConvTranspose");
        add(Products::gemm, "Gemm");
        add(Products::matMul, "MatMul");
        add(new Recurrent(4), "LSTM");
        add(new Recurrent(3), "GRU");
        add(new Recurrent(1), "RNN");
        add(Normalization::ofChannels, "BatchNormalization InstanceNormalization");
        add(Normalization::ofLayers, "LayerNormalization RMSNormalization SimplifiedLayerNormalization");
        add(Normalization::ofAxes, "MeanVarianceNormalization");
        add(new Normalization.OfGroups(), "GroupNormalization");
        add(Moves::concat, "Concat");
        add(Moves::transpose, "Transpose");
        add(Moves::grown, "Pad Tile");
        add(new Split(), "Split");
        add(new Slice(), "Slice");
        add(new Gather(), "Gather");
        add(new Reshape(), "Reshape Flatten Squeeze Unsqueeze");
        add(new Expand(), "Expand");
        add(new Resize(), "Resize Upsample");
        add(ShapeOf::couple, "Shape");
        MICROSOFT.put("Gelu", PassThrough::all);
        MICROSOFT.put("QuickGelu", PassThrough::all);
        MICROSOFT.put("BiasGelu", new Broadcast());
        MICROSOFT.put("QuantizeLinear", PassThrough::quantize);
        MICROSOFT.put("DequantizeLinear", PassThrough::quantize);
    }

    private AxisRules() {}

    private static void add(AxisRule rule, String operators) {
        List.of(operators.split(" ")).forEach(operator -> STANDARD.put(operator, rule));
    }

    static AxisRule of(Node node) {
        if (!node.subgraphs().isEmpty()) {
            return UNKNOWN;
        }
        if (node.isStandard()) {
            return STANDARD.getOrDefault(node.opType(), UNKNOWN);
        }
        return node.domain().equals("com.microsoft") ? MICROSOFT.getOrDefault(node.opType(), UNKNOWN) : UNKNOWN;
    }
}
