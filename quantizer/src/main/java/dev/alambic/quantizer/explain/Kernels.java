package dev.alambic.quantizer.explain;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.IntegerProduct;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.runtime.RuntimeKernels;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What is known of the operators of ONNX Runtime, those of the standard and its own. */
final class Kernels {
    /** What the runtime adds to have other layouts. */
    private static final Set<String> LAYOUT = Set.of("ReorderInput", "ReorderOutput", "Transpose");

    private Kernels() {}

    static boolean isConversion(Node node) {
        return RuntimeKernels.isConversion(node.opType());
    }

    static int conversions(Graph graph) {
        return (int) graph.nodes().stream().filter(Kernels::isConversion).count();
    }

    static boolean moves(Node node) {
        return Trait.MOVE.isOf(node.opType()) || node.opType().equals("GatherBlockQuantized");
    }

    static boolean changesLayout(Node node) {
        return LAYOUT.contains(node.opType());
    }

    /** Returns the nodes of {@code graph} that compute on integers, given a graph that the runtime made. */
    static Set<Node> integer(Graph graph) {
        Set<String> stored = graph.initializers().entrySet().stream()
                .filter(entry -> isSmall(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(HashSet::new));
        Set<Node> integer = new HashSet<>();
        for (Node node : graph.nodes()) {
            boolean picks = RuntimeKernels.keepsType(node.opType()) && reads(node, stored);
            if (RuntimeKernels.isInteger(node) || picks) {
                integer.add(node);
            }
            if (picks || (moves(node) && !node.opType().equals("Cast") && reads(node, stored)) || writes(node)) {
                stored.add(node.output());
            }
        }
        return integer;
    }

    private static boolean reads(Node node, Set<String> stored) {
        return node.input(0).filter(stored::contains).isPresent();
    }

    private static boolean writes(Node node) {
        return node.opType().startsWith("QLinear")
                || node.opType().equals("QuantizeLinear")
                || node.opType().equals("DynamicQuantizeLinear")
                || IntegerProduct.givesIntegers(node);
    }

    private static boolean isSmall(Tensor tensor) {
        return tensor.dataType() == DataType.UINT8 || tensor.dataType() == DataType.INT8;
    }
}
