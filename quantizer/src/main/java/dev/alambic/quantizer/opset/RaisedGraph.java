package dev.alambic.quantizer.opset;

import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Shape;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The graph that is being raised, the main one or the body of a node, and what is known of its values. */
final class RaisedGraph {
    private final RaisedModel whole;
    private final Graph graph;
    private final Map<String, Tensor> constants = new HashMap<>();
    private final Graph.Builder out;

    /** @param outer constants of the graphs around this one */
    RaisedGraph(RaisedModel whole, Graph graph, Map<String, Tensor> outer, Graph.Builder out) {
        this.whole = whole;
        this.graph = graph;
        this.out = out;
        constants.putAll(outer);
        graph.inputs().forEach(input -> constants.remove(input.name()));
        graph.initializers().forEach((name, tensor) -> {
            if (!graph.isInput(name)) {
                constants.put(name, tensor);
            }
        });
        graph.nodes().stream()
                .forEach(node -> node.constantValue().ifPresent(value -> constants.put(node.output(), value)));
    }

    Map<String, Tensor> constants() {
        return constants;
    }

    long target() {
        return whole.target();
    }

    /** Returns the constant {@code value}, or empty if it is computed. */
    Optional<Tensor> constant(String value) {
        return Optional.ofNullable(constants.get(value));
    }

    /** Adds a constant; returns its name, which is made from {@code base}. */
    String add(String base, Tensor value) {
        String name = out.initializer(fresh(base), value);
        constants.put(name, value);
        return name;
    }

    /** Returns a name made from {@code base} that no value of the model has. */
    String fresh(String base) {
        return whole.fresh(base);
    }

    boolean isUsed(String value) {
        return graph.index().isUsed(value);
    }

    /** Returns the extents of {@code value}; empty if the rank is not known. */
    Optional<Shape> shape(String value) {
        return whole.types().shape(value);
    }

    /** Returns the element type of input 0 of {@code node}, which a constant beside it must have as well. */
    DataType elementType(Node node) {
        String value = node.inputs().get(0);
        return whole.types()
                .elementType(value)
                .or(() -> constant(value).map(Tensor::dataType))
                .or(() -> graph.inputs().stream()
                        .filter(input -> input.name().equals(value))
                        .findFirst()
                        .map(input -> input.type())
                        .map(type -> type.elementType()))
                .orElseThrow(() -> refusal(node, "the element type of '" + value + "' is not known"));
    }

    /** Returns the exception that says why {@code node} cannot be raised. */
    UnsupportedModelException refusal(Node node, String why) {
        return new UnsupportedModelException(node.label() + ": " + node.opType() + " of opset " + whole.from()
                + " cannot be raised to opset " + whole.target() + ": " + why);
    }
}
