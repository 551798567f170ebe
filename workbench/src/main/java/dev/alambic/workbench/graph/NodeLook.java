package dev.alambic.workbench.graph;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.RuntimeKernels;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a node is coloured by.
 *
 * @param family of its operator
 * @param precision of its weights, or of what it computes on; empty if it has none
 * @param weights number of them
 * @param zeros how many of these are zero
 * @param micros time in one run, µs; 0 if it was not measured
 */
record NodeLook(String family, String precision, long weights, long zeros, double micros) {
    private static final Set<String> PRODUCTS = Set.of(
            "Conv",
            "ConvTranspose",
            "Gemm",
            "MatMul",
            "ConvInteger",
            "MatMulInteger",
            "QLinearConv",
            "QLinearMatMul",
            "MatMulNBits",
            "Einsum",
            "LSTM",
            "GRU",
            "RNN",
            "Attention",
            "FusedConv",
            "FusedGemm",
            "FusedMatMul",
            "DynamicQuantizeMatMul",
            "MatMulIntegerToFloat",
            "QGemm");
    private static final Map<String, Set<String>> FAMILIES = Map.of(
            "activation",
            Set.of(
                    "Relu",
                    "LeakyRelu",
                    "PRelu",
                    "Sigmoid",
                    "HardSigmoid",
                    "HardSwish",
                    "Tanh",
                    "Gelu",
                    "Erf",
                    "Elu",
                    "Selu",
                    "Softplus",
                    "Softmax",
                    "LogSoftmax",
                    "Clip",
                    "Mish",
                    "Swish",
                    "QuickGelu",
                    "FastGelu",
                    "BiasGelu"),
            "normalization",
            Set.of(
                    "BatchNormalization",
                    "LayerNormalization",
                    "InstanceNormalization",
                    "GroupNormalization",
                    "LRN",
                    "SkipLayerNormalization",
                    "SimplifiedLayerNormalization",
                    "RMSNormalization"),
            "pooling",
            Set.of(
                    "MaxPool",
                    "AveragePool",
                    "GlobalAveragePool",
                    "GlobalMaxPool",
                    "ReduceMean",
                    "ReduceMax",
                    "ReduceSum",
                    "ArgMax",
                    "TopK"),
            "shape",
            Set.of(
                    "Reshape",
                    "Transpose",
                    "Flatten",
                    "Squeeze",
                    "Unsqueeze",
                    "Concat",
                    "Split",
                    "Slice",
                    "Gather",
                    "Expand",
                    "Pad",
                    "Resize",
                    "Shape",
                    "Tile",
                    "Identity",
                    "Cast",
                    "ConstantOfShape",
                    "Range",
                    "Where",
                    "DepthToSpace"),
            "quantization",
            Set.of("QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear"));

    static NodeLook of(Graph graph, Node node, double micros) {
        Optional<Tensor> weight = weight(graph, node);
        long weights = weight.map(Tensor::elementCount).orElse(0L);
        return new NodeLook(
                family(node.opType()),
                precision(node, weight),
                weights,
                weight.map(NodeLook::zeros).orElse(0L),
                micros);
    }

    private static String family(String operator) {
        if (PRODUCTS.contains(operator)) {
            return "product";
        }
        return FAMILIES.entrySet().stream()
                .filter(each -> each.getValue().contains(operator))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("other");
    }

    /** Returns the largest constant that it reads, also through a DequantizeLinear. */
    static Optional<Tensor> weight(Graph graph, Node node) {
        boolean quantizes = FAMILIES.getOrDefault("quantization", Set.of()).contains(node.opType());
        return quantizes
                ? Optional.empty()
                : IntStream.range(0, node.inputs().size())
                        .mapToObj(i -> node.input(i).flatMap(value -> constant(graph, value)))
                        .flatMap(Optional::stream)
                        .filter(tensor -> tensor.rank() > 1)
                        .max(Comparator.comparingLong(Tensor::elementCount));
    }

    private static Optional<Tensor> constant(Graph graph, String value) {
        Optional<Tensor> own = graph.constant(value);
        if (own.isPresent()) {
            return own;
        }
        return graph.index()
                .producer(value)
                .filter(node -> node.is("DequantizeLinear"))
                .flatMap(node -> graph.constant(node, 0));
    }

    private static String precision(Node node, Optional<Tensor> weight) {
        if (RuntimeKernels.isInteger(node)) {
            return "int8";
        }
        if (weight.isEmpty()) {
            return "";
        }
        String type = called(weight.get().dataType());
        if (type.startsWith("int8") || type.startsWith("uint8")) {
            return "int8";
        }
        return type.contains("int4") || node.is("MatMulNBits") ? "int4" : type;
    }

    /** Returns what people call a type. */
    static String called(DataType type) {
        return type == DataType.FLOAT ? "float32" : type.lowerName();
    }

    /** Counts elements all of whose bits are zero; no type of less than eight bits. */
    private static long zeros(Tensor tensor) {
        if (tensor.dataType().bits() < 8 || tensor.dataType().lowerName().equals("string")) {
            return 0;
        }
        ByteBuffer data = tensor.data();
        int bytes = tensor.dataType().bits() / 8;
        long zeros = 0;
        for (int at = data.position(); at + bytes <= data.limit(); at += bytes) {
            boolean zero = true;
            for (int i = 0; zero && i < bytes; i++) {
                zero = data.get(at + i) == 0;
            }
            zeros += zero ? 1 : 0;
        }
        return zeros;
    }

    /** Returns what a folded block looks like: the sums, and the precision of most weights. */
    static NodeLook sum(List<NodeLook> parts) {
        String precision = parts.stream()
                .filter(each -> !each.precision.isEmpty())
                .max(Comparator.comparingLong(NodeLook::weights))
                .map(NodeLook::precision)
                .orElse("");
        return new NodeLook(
                "block",
                precision,
                parts.stream().mapToLong(NodeLook::weights).sum(),
                parts.stream().mapToLong(NodeLook::zeros).sum(),
                parts.stream().mapToDouble(NodeLook::micros).sum());
    }

    /** Returns the share of zeros among the weights, in fifths from 0 to 4; −1 without weights. */
    int sparsity() {
        return weights == 0 ? -1 : (int) Math.min(4, 5 * zeros / weights);
    }

    /**
     * Returns the share of a time, from 0 to 4: below 1, 5, 15, 30 % and above; −1 if it was not measured.
     *
     * @param all µs
     */
    int time(double all) {
        if (!(micros > 0) || !(all > 0)) {
            return -1;
        }
        double share = micros / all;
        return share < 0.01 ? 0 : share < 0.05 ? 1 : share < 0.15 ? 2 : share < 0.3 ? 3 : 4;
    }
}
