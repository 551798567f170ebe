package dev.alambic.quantizer.hardware;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.ModelCost;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.input.Probe;
import dev.alambic.onnx.operator.Trait;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model spends its time on, as far as the choice of its form asks.
 *
 * @param heaviest the operator that does most of the multiplications; empty if no node multiplies by sums
 * @param operators every operator of the model, bodies included
 */
public record Workload(String heaviest, Set<String> operators) {

    public Workload {
        operators = Set.copyOf(operators);
    }

    /** Looks at {@code model}, which is run once on random inputs if it has products of several kinds. */
    public static Workload of(OnnxModel model) {
        Set<String> operators = model.graph()
                .allNodes()
                .filter(Node::isStandard)
                .map(Node::opType)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> products = new LinkedHashSet<>(operators);
        products.retainAll(Trait.LAYER.operators());
        return new Workload(products.size() > 1 ? heaviest(model) : String.join("", products), operators);
    }

    private static String heaviest(OnnxModel model) {
        Map<String, Long> macs = ModelCost.of(model, Probe.of(model).inputs()).byOperator();
        return macs.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseGet(() -> largest(model));
    }

    /** Returns the operator whose weights are the largest, where bodies do all the work, which nobody can observe. */
    private static String largest(OnnxModel model) {
        Map<String, Long> elements = new HashMap<>();
        model.graph()
                .allGraphs()
                .forEach(graph -> graph.initializers()
                        .forEach((name, tensor) -> elements.merge(name, tensor.elementCount(), Math::max)));
        return model.graph()
                .allNodes()
                .filter(node -> node.isStandard() && Trait.LAYER.isOf(node.opType()))
                .max(Comparator.comparingLong(node -> node.inputs().stream()
                        .mapToLong(name -> elements.getOrDefault(name, 0L))
                        .sum()))
                .map(Node::opType)
                .orElse("");
    }

    /**
     * Returns the form that is small and fast on {@code target} for such a model.
     *
     * @param samples whether there are samples to learn ranges from
     */
    public Form recommended(Target target, boolean samples) {
        if (heaviest.isEmpty()) {
            return Form.FP16_STORAGE;
        }
        if (!target.integersPay()) {
            return target.halfPays() ? Form.FP16_COMPUTE : Form.FP16_STORAGE;
        }
        return switch (heaviest) {
            case "MatMul", "Gemm" -> samples && !operators.contains("Softmax") ? Form.INT8_STATIC : Form.INT8_DYNAMIC;
            case "LSTM", "GRU", "RNN" -> Form.INT8_DYNAMIC;
            default -> samples ? Form.INT8_STATIC : Form.INT8;
        };
    }
}
