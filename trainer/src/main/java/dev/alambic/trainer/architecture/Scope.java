package dev.alambic.trainer.architecture;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A block of a network that is being written: its nodes are called {@code /layer1/layer1.0/conv1/Conv}, its weights
 * {@code layer1.0.conv1.weight}.
 *
 * @param nodes what the names of its nodes begin with, {@code ""} or {@code /layer1/layer1.0}
 * @param weights what the names of its weights begin with, {@code ""} or {@code layer1.0}
 * @param last the name of the block itself
 */
record Scope(Graph.Builder graph, FirstValues first, String nodes, String weights, String last) {

    static Scope root(Graph.Builder graph, long seed) {
        return new Scope(graph, new FirstValues(seed), "", "", "");
    }

    /** Returns a block inside; one called {@code layer1.0} in {@code layer1} is a part of it. */
    Scope in(String name) {
        boolean part = !last.isEmpty() && name.startsWith(last + ".");
        String around = part ? weights.substring(0, weights.length() - last.length()) : dotted(weights);
        return new Scope(graph, first, nodes + "/" + name, around + name, name);
    }

    private static String dotted(String path) {
        return path.isEmpty() ? "" : path + ".";
    }

    /** Adds a weight of the block; returns its name. */
    String weight(String name, Tensor value) {
        return graph.initializer(dotted(weights) + name, value);
    }

    /** Adds values that nothing learns; returns their name. */
    String constant(Tensor value) {
        return graph.constant(nodes + "/Constant", value);
    }

    /** Adds whole numbers [count], axes or extents. */
    String numbers(long... numbers) {
        return constant(Tensor.ofLongs(numbers, numbers.length));
    }

    String number(float value) {
        return constant(Tensor.scalar(value));
    }

    /** Adds a node; returns what it computes. */
    String node(String operator, String... operands) {
        return node(call(operator, operands));
    }

    /** Returns a node to be added, whose one output has no name yet. */
    static Node call(String operator, String... operands) {
        return Node.of(operator, List.of(operands), "");
    }

    /** Adds a node, which gets its name and that of its output here; returns what it computes. */
    String node(Node node) {
        return nodes(node, 1).get(0);
    }

    /** Adds a node of several outputs; returns them. */
    List<String> nodes(Node node, int outputs) {
        String name = graph.fresh(nodes + "/" + node.opType());
        List<String> values =
                IntStream.range(0, outputs).mapToObj(i -> name + "_output_" + i).toList();
        graph.node(node.withOutputs(values).withName(name));
        return values;
    }
}
