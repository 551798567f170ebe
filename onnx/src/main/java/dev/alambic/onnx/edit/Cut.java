package dev.alambic.onnx.edit;

import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a model up to named values. Nodes, initializers and inputs that these values do not depend on are left
 * out; what is kept is kept as it was, names included.
 */
public final class Cut {

    private Cut() {}

    /**
     * Returns the part of {@code model} that computes {@code values}, which are its outputs, in this order. Their types
     * are those that the model states, or that ONNX Runtime infers. Task, tasks, labels and targets in the metadata are
     * dropped where the outputs have changed.
     *
     * @throws IllegalArgumentException if no node computes one of the values; the message has the nearest names
     */
    public static OnnxModel at(OnnxModel model, String... values) {
        Graph graph = model.graph();
        List<String> names = List.of(values);
        if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("cut: values (expected at least one, each once, was " + names + ")");
        }
        names.forEach(name -> ValueNames.require(graph, name));
        if (names.equals(graph.outputs().stream().map(ValueInfo::name).toList())) {
            return model.withGraph(withoutUnneeded(graph));
        }
        Graph cut = withoutUnneeded(
                graph.edit(builder -> builder.outputs(ValueTypes.of(model).infos(names))));
        return ModelInfo.of(model)
                .withTask("")
                .withLabels(List.of())
                .withTargets(List.of())
                .withTasks(Map.of())
                .applyTo(model.withGraph(cut));
    }

    /** Returns {@code graph} with only what its outputs need. */
    static Graph withoutUnneeded(Graph graph) {
        Set<String> needed = graph.index().needed();
        List<Node> nodes = graph.nodes().stream()
                .filter(node -> node.outputs().stream().anyMatch(needed::contains))
                .toList();
        return graph.edit(builder -> {
            builder.nodes(nodes).inputs(only(graph.inputs(), needed)).valueInfos(only(graph.valueInfos(), needed));
            graph.initializers().keySet().stream()
                    .filter(name -> !needed.contains(name))
                    .forEach(builder::removeInitializer);
        });
    }

    private static List<ValueInfo> only(List<ValueInfo> infos, Set<String> needed) {
        return infos.stream().filter(info -> needed.contains(info.name())).toList();
    }
}
