package dev.alambic.onnx.canonical;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.ModelContent;
import java.util.ArrayList;
import java.util.List;

/**
 * A model in the one form that everything else expects, which computes the same.
 *
 * @param notes what was put in order, one sentence each; empty if the file was so already
 */
public record Canonical(ModelContent content, List<String> notes) {

    /** The first file format in which an initializer need not be listed as an input. */
    private static final long FREE_INITIALIZERS = 4;

    public Canonical {
        notes = List.copyOf(notes);
    }

    /**
     * Returns {@code content} with nodes in topological order, constants that are no inputs, and no functions.
     *
     * @throws dev.alambic.onnx.graph.InvalidModelException if a function calls itself
     * @throws dev.alambic.onnx.graph.UnsupportedModelException if its functions stand for more nodes than can be held
     */
    public static Canonical of(ModelContent content) {
        List<String> notes = new ArrayList<>();
        ModelContent current = FunctionInlining.inlined(content, notes);
        Graph sorted = NodeOrder.sorted(current.graph());
        if (!sorted.equals(current.graph())) {
            notes.add("nodes stood before others that they read from: put in order");
            current = current.withGraph(sorted);
        }
        if (current.irVersion() < FREE_INITIALIZERS) {
            Graph plain = withoutDefaults(current.graph());
            if (!plain.equals(current.graph())) {
                notes.add("the file's format " + current.irVersion()
                        + " lists constants as inputs: read as constants, as they are from format "
                        + FREE_INITIALIZERS + " on");
                current = current.withGraph(plain).withIrVersion(FREE_INITIALIZERS);
            }
        }
        return new Canonical(current, notes);
    }

    /** Returns the format that {@code content} needs: initializers that are no inputs came with the fourth. */
    public static long format(ModelContent content) {
        boolean free = content.graph().initializers().keySet().stream()
                .anyMatch(name -> !content.graph().isInput(name));
        return free ? Math.max(FREE_INITIALIZERS, content.irVersion()) : content.irVersion();
    }

    /** Returns {@code graph} in which no caller can override an initializer; itself if none could. */
    public static Graph withoutDefaults(Graph graph) {
        return graph.requiredInputs().size() == graph.inputs().size()
                ? graph
                : graph.edit(out -> out.inputs(graph.requiredInputs()));
    }
}
