package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.quantizer.pass.Evaluation;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Computes the nodes whose inputs are all constant, in ONNX Runtime, and keeps their results as initializers.
 *
 * <p>Left alone: random operators, operators of other domains, nodes with subgraphs, values that are no tensors,
 * results that would make the file grow (see {@link FoldingGrowth}), and what stands there to keep a file small:
 * {@code DequantizeLinear} and the widening {@code Cast} of a stored narrow weight.
 */
public final class FoldConstants implements Pass {

    private static final Trait NEVER = Trait.of("Constant DequantizeLinear", Trait.RANDOM);

    private static final Set<DataType> NARROW = EnumSet.of(
            DataType.FLOAT16, DataType.BFLOAT16, DataType.INT8, DataType.UINT8, DataType.INT4, DataType.UINT4);

    @Override
    public Outcome apply(OnnxModel model) {
        List<Node> constant = constantNodes(model.graph());
        if (constant.isEmpty()) {
            return Outcome.of(model);
        }
        Map<String, Tensor> values =
                new LinkedHashMap<>(Evaluation.of(model, constant, model.graph().initializers()));
        Set<Node> folded = new FoldingGrowth(model.graph(), values).within(constant);
        if (folded.isEmpty()) {
            return Outcome.of(model);
        }
        return Outcome.of(model.mapGraph(graph -> graph.rewrite((out, node) -> {
            if (folded.contains(node)) {
                node.outputs().stream()
                        .filter(values::containsKey)
                        .filter(graph.index()::isUsed)
                        .forEach(name -> out.initializer(name, Objects.requireNonNull(values.get(name))));
            } else {
                out.node(node);
            }
        })));
    }

    private static List<Node> constantNodes(Graph graph) {
        Set<String> known = new HashSet<>(Set.of(""));
        return graph.nodes().stream()
                .filter(node -> node.isStandard() && !NEVER.isOf(node.opType()))
                .filter(node -> node.subgraphs().isEmpty() && !widens(graph, node))
                .filter(node -> node.inputs().stream()
                        .allMatch(name ->
                                known.contains(name) || graph.constant(name).isPresent()))
                .filter(node -> known.addAll(node.outputs()))
                .toList();
    }

    private static boolean widens(Graph graph, Node node) {
        return node.is("Cast")
                && graph.constant(node, 0)
                        .filter(tensor -> tensor.rank() > 1 || tensor.dataType().isFloating())
                        .filter(tensor -> NARROW.contains(tensor.dataType()))
                        .isPresent();
    }
}
