package dev.alambic.onnx.edit;

import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.match.RepeatedLayers;
import dev.alambic.onnx.match.RepeatedLayers.Repeated;
import dev.alambic.onnx.shape.Shapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A model with some of its layers alone: of those that stand in a row and are alike, {@link RepeatedLayers}, the others
 * are cut out, each reader of what one gave reading what it took. The weights that stay are the model's own (Sanh,
 * Debut, Chaumond and Wolf, DistilBERT, arXiv:1910.01108, section 2, "Student initialization").
 */
public final class KeptLayers {

    /** The step in the history of a model. */
    public static final String STEP = "KeptLayers";

    private KeptLayers() {}

    /**
     * A layer that can be chosen.
     *
     * @param name path of its nodes, {@code encoder.layer.3}; what it gives, where they have none
     */
    public record Layer(String name, String input, String output, List<Node> nodes) {
        public Layer {
            nodes = List.copyOf(nodes);
        }

        private static Layer of(Repeated found) {
            String name = found.path().isEmpty() ? found.output() : found.path();
            return new Layer(name, found.input(), found.output(), found.nodes());
        }
    }

    /** Returns the layers that can be chosen from: those that give what they take, in type and extents. */
    public static List<Layer> of(OnnxModel model) {
        Shapes shapes = Shapes.of(model);
        return RepeatedLayers.of(model.graph()).stream()
                .filter(layer -> shapes.sameExtents(layer.input(), layer.output())
                        && shapes.elementType(layer.input()).equals(shapes.elementType(layer.output())))
                .map(Layer::of)
                .toList();
    }

    /** Returns every second of so many layers, the first included. */
    public static List<Integer> everySecond(int layers) {
        return IntStream.range(0, layers).filter(i -> i % 2 == 0).boxed().toList();
    }

    /**
     * Returns the model with these layers.
     *
     * @param kept numbers of {@link #of}, from 0, each once, in any order
     * @throws IllegalArgumentException if the model has no such layers, or one is told twice
     * @throws UnsupportedModelException if something asks for extents inside a layer that goes
     */
    public static OnnxModel keep(OnnxModel model, List<Integer> kept) {
        List<Layer> layers = required(model);
        for (int number : kept) {
            if (number < 0 || number >= layers.size()) {
                throw new IllegalArgumentException("layers: there is no layer " + number + " (expected 0 to "
                        + (layers.size() - 1) + ", from '" + layers.get(0).name()
                        + "' to '" + layers.get(layers.size() - 1).name() + "')");
            }
        }
        Set<Integer> stay = new HashSet<>(kept);
        if (stay.size() < kept.size()) {
            throw new IllegalArgumentException("layers: expected each once, was " + kept);
        }
        List<Layer> gone = IntStream.range(0, layers.size())
                .filter(i -> !stay.contains(i))
                .mapToObj(layers::get)
                .toList();
        if (gone.isEmpty()) {
            return model;
        }
        List<String> history = new ArrayList<>(ModelInfo.of(model).history());
        history.add(STEP);
        return ModelInfo.of(model).withHistory(history).applyTo(model.mapGraph(graph -> without(graph, gone)));
    }

    /** As {@link #keep(OnnxModel, List)}, with every second layer. */
    public static OnnxModel keepEverySecond(OnnxModel model) {
        return keep(model, everySecond(required(model).size()));
    }

    private static List<Layer> required(OnnxModel model) {
        List<Layer> layers = of(model);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("layers: the model has none that are repeated (expected at least two in"
                    + " a row that are alike and give the extents that they take)");
        }
        return layers;
    }

    private static Graph without(Graph graph, List<Layer> gone) {
        Set<String> cut = new HashSet<>();
        Map<String, String> instead = new HashMap<>();
        for (Layer layer : gone) {
            layer.nodes().forEach(node -> cut.addAll(node.outputs()));
            // of layers in a row, what the first took
            instead.put(layer.output(), instead.getOrDefault(layer.input(), layer.input()));
        }
        Graph left = graph.edit(out -> {
            List<Node> nodes = new ArrayList<>();
            graph.nodes().stream()
                    .filter(node -> node.outputs().stream().noneMatch(cut::contains))
                    .map(node -> node.renameAll(name -> instead.getOrDefault(name, name)))
                    .forEach(nodes::add);
            instead.forEach((output, input) -> {
                if (graph.index().isOutput(output)) {
                    nodes.add(Node.of("Identity", List.of(input), output));
                }
            });
            out.nodes(nodes)
                    .valueInfos(graph.valueInfos().stream()
                            .filter(info -> !cut.contains(info.name()))
                            .toList());
        });
        Graph needed = Cut.withoutUnneeded(left);
        for (Node node : needed.nodes()) {
            GraphIndex.reads(node).stream().filter(cut::contains).findFirst().ifPresent(value -> {
                throw new UnsupportedModelException(node.label() + ": it asks for '" + value
                        + "' inside a layer that is cut out (expected only what the layer gives)");
            });
        }
        return needed;
    }
}
