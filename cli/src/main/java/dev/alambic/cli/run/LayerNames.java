package dev.alambic.cli.run;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.ValueInfo;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives the layers of a smaller form the names that they have in the model that it was made from: such forms carry
 * short names to save room, but keep the order of their layers.
 */
final class LayerNames {

    private static final Set<String> LAYERS = Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "LSTM", "GRU", "RNN");

    private LayerNames() {}

    /** Returns {@code small} with the names of {@code model}, or as it is where the layers are not the same ones. */
    static OnnxModel restored(OnnxModel model, OnnxModel small) {
        List<Node> from = layers(small.graph());
        List<Node> to = layers(model.graph());
        boolean alike = from.stream()
                .map(Node::opType)
                .toList()
                .equals(to.stream().map(Node::opType).toList());
        if (!alike) {
            return small;
        }
        Map<String, String> names = new HashMap<>();
        Set<String> fixed = fixed(small.graph());
        for (int i = 0; i < from.size(); i++) {
            String now = from.get(i).outputs().get(0);
            String then = to.get(i).outputs().get(0);
            if (!fixed.contains(now) && !fixed.contains(then)) {
                names.put(now, then);
            }
        }
        return small.mapGraph(graph -> renamed(graph, names));
    }

    /**
     * Returns what people call the layer that writes a value: the name of its weight without what all have in common.
     */
    static String spoken(Graph graph, String value) {
        return graph.index()
                .producer(value)
                .filter(node -> LAYERS.contains(node.opType()))
                .flatMap(node -> node.inputs().stream()
                        .filter(input -> graph.initializer(input).isPresent())
                        .findFirst())
                .map(weight -> weight.replaceFirst("\\.?weights?(_\\d+)*$", "").replaceFirst("^.*/", ""))
                .filter(name -> !name.isEmpty())
                .orElse(value);
    }

    private static List<Node> layers(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> LAYERS.contains(node.opType()))
                .toList();
    }

    /** Returns the names that must stay, and those that would come to stand for two values. */
    private static Set<String> fixed(Graph graph) {
        Set<String> fixed = new HashSet<>(graph.initializers().keySet());
        graph.inputs().stream().map(ValueInfo::name).forEach(fixed::add);
        graph.outputs().stream().map(ValueInfo::name).forEach(fixed::add);
        return fixed;
    }

    private static Graph renamed(Graph graph, Map<String, String> names) {
        List<Node> nodes = graph.nodes().stream()
                .map(node -> node.renameInputs(name -> names.getOrDefault(name, name))
                        .withOutputs(node.outputs().stream()
                                .map(name -> names.getOrDefault(name, name))
                                .toList()))
                .toList();
        return graph.edit(out -> out.nodes(nodes).valueInfos(List.of()));
    }
}
