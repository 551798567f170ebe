package dev.alambic.quantizer.explain;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.view.ProductView;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a node is not executed on integers.
 *
 * <p>ONNX Runtime makes an integer kernel of a node whose inputs all come from DequantizeLinear and whose result goes
 * into QuantizeLinear alone, after Relu or Clip at most; MatMul, and Gemm, may also give floats. It knows the operators
 * below (onnxruntime/core/optimizer/qdq_transformer/selectors_actions, version 1.29, confirmed by the graphs it
 * writes).
 */
record FloatReasons(Graph graph) {
    /** What the runtime makes of several nodes. */
    private static final Trait PATTERNS = Trait.of("LayerNormalization SkipLayerNormalization EmbedLayerNormalization"
            + " SimplifiedLayerNormalization Gelu BiasGelu FastGelu QuickGelu Attention MultiHeadAttention");

    /** @param kernel operator that the runtime executes {@code node} as, or as part of */
    String of(Node node, String kernel) {
        if (PATTERNS.isOf(kernel)) {
            return "ONNX Runtime has no integer kernel for " + kernel;
        }
        if (node.opType().equals("MatMulNBits")) {
            return "its weights alone are integers";
        }
        if (Trait.CLAMP.isOf(node.opType())) {
            return "it is part of an integer kernel only between that and a QuantizeLinear";
        }
        if (!hasKernel(node)) {
            return "ONNX Runtime has no integer kernel for " + node.opType();
        }
        return inputReason(node).or(() -> outputReason(node)).orElseGet(() -> typeReason(node));
    }

    private static boolean hasKernel(Node node) {
        boolean picks = node.is("MaxPool") || node.is("Resize");
        return picks || ProductView.isProduct(node) || (Trait.QLINEAR.isOf(node) && !node.is("Concat"));
    }

    private Optional<String> inputReason(Node node) {
        List<String> data = node.opType().equals("Resize") || node.opType().equals("MaxPool")
                ? node.inputs().subList(0, 1)
                : node.inputs().subList(0, Math.min(2, node.inputs().size()));
        List<String> floats = data.stream().filter(name -> !isDequantized(name)).toList();
        if (ProductView.isProduct(node) && !isConstant(data.get(1))) {
            if (!node.is("MatMul")) {
                return Optional.of("its weight is not a constant");
            }
            if (!floats.isEmpty()) {
                return Optional.of("it multiplies two activations, which are not quantized");
            }
        }
        if (floats.isEmpty()) {
            return Optional.empty();
        }
        if (floats.size() == data.size()) {
            return Optional.of("none of its inputs is quantized");
        }
        return Optional.of(
                ProductView.isProduct(node) && floats.contains(data.get(0))
                        ? "its weight alone is quantized, not its input"
                        : "one of its inputs is not quantized");
    }

    private boolean isDequantized(String value) {
        return graph.index()
                .producer(value)
                .filter(node -> node.is("DequantizeLinear"))
                .isPresent();
    }

    private boolean isConstant(String value) {
        return graph.constant(value).isPresent()
                || graph.index()
                        .producer(value)
                        .filter(node -> node.is("Constant")
                                || ((node.is("DequantizeLinear") || node.is("QuantizeLinear"))
                                        && isConstant(node.inputs().get(0))))
                        .isPresent();
    }

    private Optional<String> outputReason(Node node) {
        String end = activation(node).map(Node::output).orElse(node.output());
        List<Node> readers = graph.index().consumers(end);
        boolean quantized = readers.stream().anyMatch(reader -> reader.is("QuantizeLinear"));
        if (graph.index().isOutput(end)) {
            return Optional.of("its result is returned as floats");
        }
        if (!quantized) {
            return Optional.of(notQuantized(readers));
        }
        return readers.stream()
                .filter(reader -> !reader.is("QuantizeLinear"))
                .findFirst()
                .map(reader -> "its result is also read as floats, by " + reader.opType());
    }

    private Optional<Node> activation(Node node) {
        return graph.index().soleConsumer(node.output()).filter(reader -> Trait.CLAMP.isOf(reader.opType()));
    }

    private String notQuantized(List<Node> readers) {
        boolean beyond = readers.size() == 1
                && graph.index().consumers(readers.get(0).output()).stream()
                        .anyMatch(reader -> reader.is("QuantizeLinear"));
        return beyond
                ? "between it and its QuantizeLinear stands " + readers.get(0).opType()
                : "its result is not quantized: no QuantizeLinear reads it";
    }

    /** Everything is as it should be but for the types. */
    private String typeReason(Node node) {
        DataType activation = storedType(node.inputs().get(0));
        if (activation == DataType.UINT16 || activation == DataType.INT16) {
            return "ONNX Runtime has no integer kernel for 16-bit activations";
        }
        String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        if (activation == DataType.INT8 && (machine.equals("amd64") || machine.equals("x86_64"))) {
            return "int8 activations are not made an integer kernel on this processor; uint8 are";
        }
        if (activation(node).isPresent()) {
            return "its QuantizeLinear does not cover the "
                    + activation(node).get().opType() + " before it: the least number is not where that cuts off";
        }
        return "the runtime did not make an integer kernel of it on this machine";
    }

    private DataType storedType(String value) {
        return graph.index()
                .producer(value)
                .flatMap(node -> node.input(2))
                .flatMap(graph::initializer)
                .map(Tensor::dataType)
                .orElse(DataType.UINT8);
    }
}
