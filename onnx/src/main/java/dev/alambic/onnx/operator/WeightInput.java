package dev.alambic.onnx.operator;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An input of an operator that carries weights when it is constant.
 *
 * @param index position of the weights among the inputs of the node
 * @param zeroPoint position of their zero point, or -1 if the operator has none
 */
public record WeightInput(int index, int zeroPoint) {

    private static final Map<String, List<WeightInput>> ALL = new HashMap<>();

    static {
        add("Gather", 0);
        add("PRelu RMSNormalization", 1);
        add("Einsum FusedMatMul MatMul", 0, 1);
        add("FusedGemm Gemm", 0, 1, 2);
        add("BatchNormalization GroupNormalization InstanceNormalization LayerNormalization", 1, 2);
        add("Conv ConvTranspose FusedConv", 1, 2);
        add("DeformConv", 1, 3);
        add("GRU RNN", 1, 2, 3);
        add("LSTM", 1, 2, 3, 7);
        add("BiasGelu FastGelu SimplifiedLayerNormalization", 1);
        add("Attention GroupNorm", 1, 2);
        add("SkipSimplifiedLayerNormalization", 2, 3);
        add("SkipLayerNormalization", 2, 3, 4);
        add("EmbedLayerNormalization", 2, 3, 4, 5, 6);
        ALL.put("GatherBlockQuantized", List.of(new WeightInput(0, 3)));
        ALL.put("MatMulNBits", List.of(new WeightInput(1, 3), new WeightInput(5, -1)));
        ALL.put("QAttention", List.of(new WeightInput(1, 7), new WeightInput(2, -1)));
        ALL.put(
                "DynamicQuantizeLSTM",
                List.of(new WeightInput(1, 9), new WeightInput(2, 11), new WeightInput(3, -1), new WeightInput(7, -1)));
        List.of("ConvInteger", "DynamicQuantizeMatMul", "MatMulIntegerToFloat", "QGemm", "QLinearConv")
                .forEach(operator -> ALL.put(operator, integers(operator).toList()));
        List.of("MatMulInteger", "QLinearMatMul")
                .forEach(operator -> ALL.put(
                        operator,
                        Stream.concat(Stream.of(new WeightInput(0, 2)), integers(operator))
                                .toList()));
    }

    private static void add(String operators, int... indices) {
        List<WeightInput> inputs = Arrays.stream(indices)
                .mapToObj(index -> new WeightInput(index, -1))
                .toList();
        List.of(operators.split(" ")).forEach(operator -> ALL.put(operator, inputs));
    }

    private static Stream<WeightInput> integers(String operator) {
        IntegerProduct product = IntegerProduct.of(operator).orElseThrow();
        Stream<WeightInput> weight = Stream.of(new WeightInput(product.weight(), product.zeroPoint()));
        return product.bias() < 0 ? weight : Stream.concat(weight, Stream.of(new WeightInput(product.bias(), -1)));
    }

    /** Returns those of an operator of the standard or of ONNX Runtime's contributed ones; empty if it has none. */
    public static List<WeightInput> of(String operator) {
        return ALL.getOrDefault(operator, List.of());
    }
}
