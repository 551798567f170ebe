package dev.alambic.trainer.network;

import ai.djl.ndarray.NDArray;
import dev.alambic.exporter.importer.TrainableGraph;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of an ONNX graph: the nodes that multiply by a trained weight (Conv, Gemm, MatMul), with what belongs to
 * each of their outputs. Names that Identity gives, and fake quantization, are looked through.
 */
final class GraphLayers {

    private static final Set<String> TRANSPARENT = Set.of("Identity", "QuantizeLinear", "DequantizeLinear");

    private final Graph graph;
    private final Map<String, NDArray> trainable;
    private final List<WeightedLayer> layers = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    /** Number of the layers of each kind. */
    private final Map<String, Integer> counts = new HashMap<>();

    private GraphLayers(Graph graph, Map<String, NDArray> trainable) {
        this.graph = graph;
        this.trainable = trainable;
    }

    /** Returns the layers whose weights are among {@code trainable}, in topological order. */
    static List<WeightedLayer> of(TrainableGraph block, Map<String, NDArray> trainable) {
        GraphLayers found = new GraphLayers(block.model().graph(), trainable);
        found.graph.nodes().forEach(found::read);
        return found.layers;
    }

    private void read(Node node) {
        if (node.is("Conv")) {
            add(node, 0, "conv");
        } else if (node.is("Gemm")) {
            add(node, node.intAttribute("transB", 0) == 1 ? 0 : 1, "linear");
        } else if (node.is("MatMul")) {
            add(node, 1, "linear");
        }
    }

    private void add(Node node, int axis, String kind) {
        parameter(node, 1).filter(seen::add).map(this::array).ifPresent(weight -> {
            List<NDArray> followers = followers(node, (int) weight.getShape().get(axis));
            layers.add(new WeightedLayer(kind + counts.merge(kind, 1, Integer::sum), weight, axis, followers));
        });
    }

    /** Returns the name of the trained weight of at least two axes that an input comes from. */
    private Optional<String> parameter(Node node, int input) {
        return node.input(input)
                .map(this::origin)
                .filter(name ->
                        trainable.containsKey(name) && array(name).getShape().dimension() >= 2);
    }

    private NDArray array(String name) {
        return Objects.requireNonNull(trainable.get(name), name);
    }

    private String origin(String value) {
        return graph.index()
                .producer(value)
                .filter(node -> TRANSPARENT.contains(node.opType()))
                .flatMap(node -> node.input(0))
                .map(this::origin)
                .orElse(value);
    }

    /** Returns bias, and gain and offset of the batch norm after it, each [outputs]. */
    private List<NDArray> followers(Node node, int outputs) {
        List<NDArray> followers = new ArrayList<>();
        follow(node, 2, outputs, followers);
        Node last = node;
        Optional<Node> sum = next(last, "Add");
        if (sum.isPresent() && node.is("MatMul")) {
            follow(sum.get(), 0, outputs, followers);
            follow(sum.get(), 1, outputs, followers);
            last = sum.get();
        }
        next(last, "BatchNormalization").ifPresent(norm -> {
            follow(norm, 1, outputs, followers);
            follow(norm, 2, outputs, followers);
        });
        return followers;
    }

    private Optional<Node> next(Node node, String operator) {
        return graph.index().soleConsumer(node.output()).filter(next -> next.is(operator));
    }

    private void follow(Node node, int input, int outputs, List<NDArray> followers) {
        node.input(input)
                .map(this::origin)
                .map(trainable::get)
                .filter(array -> array.getShape().dimension() == 1 && array.size() == outputs)
                .ifPresent(followers::add);
    }
}
