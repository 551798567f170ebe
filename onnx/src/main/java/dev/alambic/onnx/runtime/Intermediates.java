package dev.alambic.onnx.runtime;

import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.ValueInfo;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Values inside a graph made outputs of it. */
final class Intermediates {

    private Intermediates() {}

    /**
     * Returns {@code graph} with them as outputs, but for {@link Optionals}.
     *
     * @throws IllegalArgumentException if no node of {@code graph} writes a value of one of {@code names}
     */
    static Graph expose(Graph graph, Collection<String> names) {
        return graph.edit(builder -> {
            Set<String> shown = new LinkedHashSet<>(names);
            shown.removeAll(Optionals.of(graph.nodes()));
            for (String name : shown) {
                if (graph.index().producer(name).isEmpty()) {
                    throw new IllegalArgumentException("value '" + name + "': no node of the graph writes it");
                }
                if (!graph.index().isOutput(name)) {
                    builder.output(valueOf(graph, name));
                }
            }
        });
    }

    /**
     * Returns {@code options} as far as the runtime keeps these values: fusing Range and Gather to Slice, it forgets
     * that somebody asks for the range (ONNX Runtime 1.29, from {@link OptimizationLevel#EXTENDED} on).
     */
    static SessionOptions keeping(Graph graph, Collection<String> names, SessionOptions options) {
        boolean fused = options.optimization().compareTo(OptimizationLevel.BASIC) > 0
                && names.stream()
                        .flatMap(name -> graph.index().producer(name).stream())
                        .anyMatch(node -> node.is("Range"));
        return fused ? options.withOptimization(OptimizationLevel.BASIC) : options;
    }

    private static ValueInfo valueOf(Graph graph, String name) {
        // without a type the runtime infers it
        return graph.valueInfos().stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElse(new ValueInfo(name, null, Bytes.EMPTY));
    }
}
