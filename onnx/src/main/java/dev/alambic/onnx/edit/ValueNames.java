package dev.alambic.onnx.edit;

import dev.alambic.onnx.EditDistance;
import dev.alambic.onnx.Graph;
import dev.alambic.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the values of a graph by name, and for a name that it does not have the nearest ones. */
public final class ValueNames {

    private static final int MOST_HINTS = 3;

    private ValueNames() {}

    /** Returns the names of what nodes compute, in the order of the graph. */
    public static List<String> of(Graph graph) {
        return graph.nodes().stream()
                .flatMap(node -> node.outputs().stream())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /**
     * Returns {@code value}.
     *
     * @throws IllegalArgumentException if no node of {@code graph} computes it, with the nearest names
     */
    public static String require(Graph graph, String value) {
        if (graph.index().producer(value).isPresent()) {
            return value;
        }
        List<String> near = nearest(value, of(graph));
        String hint = near.isEmpty() ? "(outputs: " + outputs(graph) + ")" : ", did you mean " + near + "?";
        throw new IllegalArgumentException(
                "value '" + value + "': no node of the model computes it" + (near.isEmpty() ? " " : "") + hint);
    }

    private static String outputs(Graph graph) {
        return graph.outputs().stream().map(ValueInfo::name).collect(Collectors.joining(", "));
    }

    /**
     * Returns up to three names that {@code typed} may have meant, the nearest first: names that contain it, letter
     * case ignored, the shortest first, then those of which at most a third of the letters differ.
     */
    public static List<String> nearest(String typed, Collection<String> names) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        List<String> near = new ArrayList<>(names.stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).contains(wanted))
                .sorted(Comparator.comparingInt(String::length))
                .limit(MOST_HINTS)
                .toList());
        names.stream()
                .filter(name -> Math.abs(name.length() - wanted.length()) <= wanted.length() / 3 + 1)
                .map(name -> new Candidate(name, EditDistance.of(wanted, name)))
                .filter(candidate -> 3 * candidate.distance() <= wanted.length())
                .sorted(Comparator.comparingInt(Candidate::distance))
                .map(Candidate::name)
                .filter(name -> !near.contains(name))
                .limit(MOST_HINTS - near.size())
                .forEach(near::add);
        return near;
    }

    private record Candidate(String name, int distance) {}
}
