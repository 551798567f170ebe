package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Attribute;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes once what nodes compute twice: of nodes with the same operator, attributes and inputs (constants being
 * compared by their content) the first stays. Equal constants are stored once.
 *
 * <p>Left alone are random operators, operators of other domains, nodes with subgraphs and what subgraphs read, and
 * {@code DequantizeLinear}, of which each reader wants one of its own to become an integer kernel. Equal constants stay
 * apart if they are small floats, zero biases above all: they are equal by chance, and whoever prunes or trains the
 * model goes on from each of them alone.
 */
public final class MergeDuplicates implements Pass {

    private static final long SMALLEST_SHARED_WEIGHT = 1024;

    private static final Trait NEVER = Trait.of("DequantizeLinear Dropout", Trait.RANDOM);

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        Map<String, String> first = firstOfEach(graph);
        Map<String, String> shared = new HashMap<>();
        first.forEach((name, other) -> {
            if (!name.equals(other) && isShared(graph.initializers().get(name))) {
                shared.put(name, other);
            }
        });
        Graph merged = merged(sharing(graph, shared), first);
        return Outcome.of(merged.equals(graph) ? model : model.withGraph(merged));
    }

    /** Returns for each constant the first one with the same content. */
    private static Map<String, String> firstOfEach(Graph graph) {
        Set<String> captured = new HashSet<>();
        graph.nodes().stream()
                .filter(node -> !node.subgraphs().isEmpty())
                .forEach(node -> captured.addAll(GraphIndex.reads(node)));
        Map<Tensor, String> names = new HashMap<>();
        Map<String, String> first = new HashMap<>();
        graph.initializers().forEach((name, tensor) -> {
            if (!graph.isInput(name) && !graph.index().isOutput(name) && !captured.contains(name)) {
                first.put(name, names.computeIfAbsent(tensor, any -> name));
            }
        });
        return first;
    }

    private static boolean isShared(@Nullable Tensor tensor) {
        return tensor != null
                && (!tensor.dataType().isFloating()
                        || (tensor.rank() > 1 && tensor.elementCount() >= SMALLEST_SHARED_WEIGHT));
    }

    private static Graph sharing(Graph graph, Map<String, String> shared) {
        if (shared.isEmpty()) {
            return graph;
        }
        return graph.edit(out -> {
            out.nodes(graph.nodes().stream()
                    .map(node -> node.renameInputs(name -> shared.getOrDefault(name, name)))
                    .toList());
            shared.keySet().forEach(out::removeInitializer);
        });
    }

    /**
     * What a node computes.
     *
     * @param outputs whether each optional output is there
     */
    private record Call(String opType, List<String> inputs, Map<String, Attribute> attributes, List<Boolean> outputs) {

        static Call of(Node node, Map<String, String> constants) {
            return new Call(
                    node.opType(),
                    node.inputs().stream()
                            .map(name -> constants.getOrDefault(name, name))
                            .toList(),
                    node.attributes(),
                    node.outputs().stream().map(String::isEmpty).toList());
        }
    }

    private static Graph merged(Graph graph, Map<String, String> constants) {
        Bypass bypass = new Bypass(graph);
        Map<Call, Node> known = new HashMap<>();
        for (Node node : graph.nodes()) {
            Node current = bypass.resolved(node);
            Node same = isDeterministic(current) ? known.putIfAbsent(Call.of(current, constants), current) : null;
            if (same == null || !bypass.alias(current.outputs(), same.outputs())) {
                bypass.keep(current);
            }
        }
        return bypass.result();
    }

    private static boolean isDeterministic(Node node) {
        return node.isStandard()
                && !NEVER.isOf(node.opType())
                && node.subgraphs().isEmpty();
    }
}
