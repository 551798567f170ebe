package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.operator.Trait;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rule of each operator that is known; of the others nothing is cut. */
final class AxisRules {
    private static final AxisRule UNKNOWN = site -> {};
    private static final Map<String, AxisRule> STANDARD = new HashMap<>();
    private static final Map<String, AxisRule> MICROSOFT = new HashMap<>();

    static {
        add(new Broadcast(), Trait.BROADCAST);
        add(PassThrough::all, Trait.UNARY);
        add(PassThrough::pooling, Trait.POOL);
        add(PassThrough::softmax, "Softmax LogSoftmax Hardmax");
        add(PassThrough::along, "LpNormalization");
        add(PassThrough::argument, "ArgMax ArgMin");
        add(PassThrough::quantize, Trait.ROUNDING);
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
        add(new Reshape(), Trait.RESHAPE);
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

    private static void add(AxisRule rule, Trait trait) {
        trait.operators().forEach(operator -> STANDARD.put(operator, rule));
    }

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
