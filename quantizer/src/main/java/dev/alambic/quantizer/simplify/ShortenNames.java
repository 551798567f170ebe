package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Gives every value inside the graph a name of one or two letters, and nodes none: in the file of a small quantized
 * model the names would take as much room as the weights. The names of inputs and outputs stay.
 *
 * <p>What values were called in the model that all was made of is kept in its metadata, see {@link OriginalNames}, so
 * that the two can still be compared layer by layer.
 *
 * <p>A graph with subgraphs is left alone, since they read values by name. The types of intermediate values go too;
 * runtimes infer them.
 */
public final class ShortenNames implements Pass {
    private static final int LETTERS = 26;

    private final Graph original;

    /** @param original the graph that the model to shorten was made of */
    public ShortenNames(Graph original) {
        this.original = original;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        boolean nested =
                graph.nodes().stream().anyMatch(node -> !node.subgraphs().isEmpty());
        if (nested) {
            return Outcome.of(model);
        }
        Names names = names(graph);
        OnnxModel made = model.withGraph(graph.renamed(names::of).rewrite((out, node) -> out.node(node.withName(""))));
        return Outcome.of(OriginalNames.of(model, original, names.given).addedTo(made));
    }

    private static Names names(Graph graph) {
        Set<String> fixed = new HashSet<>(Set.of(""));
        graph.inputs().stream().map(ValueInfo::name).forEach(fixed::add);
        graph.outputs().stream().map(ValueInfo::name).forEach(fixed::add);
        return new Names(fixed);
    }

    /** Short names in the order of first use. */
    private static final class Names {
        private final Set<String> fixed;
        private final Map<String, String> given = new LinkedHashMap<>();
        private int next;

        Names(Set<String> fixed) {
            this.fixed = fixed;
        }

        String of(String name) {
            if (fixed.contains(name)) {
                return name;
            }
            return given.computeIfAbsent(name, any -> fresh());
        }

        private String fresh() {
            String candidate = spell(next++);
            while (fixed.contains(candidate)) {
                candidate = spell(next++);
            }
            return candidate;
        }

        /** a, b, ..., z, aa, ab, ... */
        private static String spell(int number) {
            String last = Character.toString('a' + number % LETTERS);
            return number < LETTERS ? last : spell(number / LETTERS - 1) + last;
        }
    }
}
