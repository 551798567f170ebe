package dev.alambic.onnx.canonical;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.InvalidModelException;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.serde.LocalFunction;
import dev.alambic.onnx.serde.LocalFunctions;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which functions the nodes of a model call, and how many nodes they stand for, bodies included. */
final class FunctionCalls {

    /** More nodes than any model has that is run anywhere; a file of a few lines may stand for 2^40. */
    static final long MOST_NODES = 200_000;

    /** How deep functions may call each other. */
    private static final int DEEPEST = 256;

    private final Map<LocalFunction.Key, LocalFunction> functions = new HashMap<>();
    private final Map<LocalFunction.Key, Long> sizes = new HashMap<>();
    private final Set<LocalFunction.Key> open = new LinkedHashSet<>();

    /** @throws InvalidModelException if two functions have the same name */
    FunctionCalls(List<LocalFunction> functions) {
        for (LocalFunction function : functions) {
            if (this.functions.put(function.key(), function) != null) {
                throw new InvalidModelException(function.key().toString(), "it is defined once", "once", "twice");
            }
        }
    }

    /** Returns the function that {@code node} calls. */
    Optional<LocalFunction> called(Node node) {
        return Optional.ofNullable(functions.get(LocalFunctions.called(node)));
    }

    /** Returns the functions that were met when {@link #size} was asked. */
    Set<LocalFunction.Key> met() {
        return sizes.keySet();
    }

    /**
     * Returns how many nodes {@code nodes} stand for.
     *
     * @throws InvalidModelException if a function calls itself, directly or through others
     * @throws UnsupportedModelException if there are more than {@link #MOST_NODES}
     */
    long size(List<Node> nodes) {
        long size = 0;
        for (Node node : nodes) {
            Optional<LocalFunction> called = called(node);
            size += called.isPresent() ? size(called.get()) : 1;
            for (Graph body : node.subgraphs()) {
                size += size(body.nodes());
            }
            if (size > MOST_NODES) {
                throw new UnsupportedModelException(
                        "model: the functions that it defines can be written out (expected at most " + MOST_NODES
                                + " nodes, was more)");
            }
        }
        return size;
    }

    private long size(LocalFunction function) {
        Long known = sizes.get(function.key());
        if (known != null) {
            return known;
        }
        if (!open.add(function.key())) {
            throw new InvalidModelException(
                    function.key().toString(), "no function calls itself", "none", List.copyOf(open));
        }
        if (open.size() > DEEPEST) {
            throw new InvalidModelException(
                    "model", "functions call each other", "at most " + DEEPEST + " deep", "more");
        }
        long size = size(function.nodes());
        open.remove(function.key());
        sizes.put(function.key(), size);
        return size;
    }
}
