package dev.alambic.onnx.state;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.operator.Trait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds states: by names that say so, and by recurrent operators whose first state is an input and whose last one is an
 * output. A model of which every input were a state has none: something must come in from outside.
 */
final class RecognizedStates {
    /** Inputs of a recurrent operator that begin its states, and the outputs that end them: h, then c. */
    private static final int[][] ENDS = {{5, 1}, {6, 2}};

    private static final List<String> CACHES = List.of("past", "cache", "kv", "key", "value");

    private RecognizedStates() {}

    static boolean isCache(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return CACHES.stream().anyMatch(small::contains);
    }

    static StatePairs of(Graph graph) {
        List<ValueInfo> inputs = graph.requiredInputs();
        Map<String, Set<String>> candidates = new HashMap<>();
        for (ValueInfo input : inputs) {
            StateNames name = StateNames.of(input.name());
            for (ValueInfo output : graph.outputs()) {
                boolean named = StateNames.fit(name, StateNames.of(output.name()));
                if ((named || joined(graph, input.name(), output.name())) && StatePairs.fits(input, output)) {
                    candidates
                            .computeIfAbsent(input.name(), any -> new HashSet<>())
                            .add(output.name());
                }
            }
        }
        Map<String, Integer> claims = new HashMap<>();
        candidates.values().forEach(outputs -> outputs.forEach(output -> claims.merge(output, 1, Integer::sum)));
        List<StatePair> pairs = new ArrayList<>();
        for (ValueInfo input : inputs) {
            Set<String> outputs = candidates.getOrDefault(input.name(), Set.of());
            for (String output : outputs) {
                if (outputs.size() == 1 && Objects.equals(claims.get(output), 1)) {
                    pairs.add(new StatePair(input.name(), output));
                }
            }
        }
        return pairs.size() < inputs.size() ? new StatePairs(pairs) : StatePairs.NONE;
    }

    private static boolean joined(Graph graph, String input, String output) {
        for (Node node : graph.nodes()) {
            for (int[] ends : ENDS) {
                if (Trait.RECURRENT.isOf(node)
                        && at(node.inputs(), ends[0]).equals(input)
                        && at(node.outputs(), ends[1]).equals(output)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String at(List<String> names, int index) {
        return index < names.size() ? names.get(index) : "";
    }
}
