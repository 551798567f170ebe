package dev.alambic.bench.record;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the time of a run goes, by the runtime's own trace. Writing that takes time as well: take shares from it, not
 * latency.
 *
 * @param runs that were counted
 * @param runMicros mean time of one of them, µs
 * @param arenaPeakBytes the most that the runtime's own allocator had in use at once; 0 if unknown
 * @param nodes of the graph that the runtime made for itself, in the order of execution
 */
public record Profile(Setting setting, int runs, double runMicros, long arenaPeakBytes, List<NodeTime> nodes) {

    public Profile {
        nodes = List.copyOf(nodes);
    }

    /**
     * One node.
     *
     * @param operator such as {@code FusedConv}, which the model does not know
     * @param provider what executed it
     * @param integer whether it computes on numbers of eight bits or fewer
     * @param micros mean time in one run, µs
     */
    public record NodeTime(String node, String operator, String provider, boolean integer, double micros) {}

    /**
     * The nodes of one operator.
     *
     * @param integer how many of them compute on integers
     * @param micros of all in one run, µs
     * @param share of the time of all nodes, 0 to 1
     */
    public record OperatorTime(String operator, int nodes, int integer, double micros, double share) {}

    /** Returns the operators, the one that takes longest first. */
    public List<OperatorTime> byOperator() {
        double total = nodes.stream().mapToDouble(NodeTime::micros).sum();
        Map<String, List<NodeTime>> groups = new LinkedHashMap<>();
        nodes.forEach(node -> groups.computeIfAbsent(node.operator(), any -> new ArrayList<>())
                .add(node));
        return groups.entrySet().stream()
                .map(group -> operator(group.getKey(), group.getValue(), total))
                .sorted(Comparator.comparingDouble(OperatorTime::micros).reversed())
                .toList();
    }

    private static OperatorTime operator(String operator, List<NodeTime> nodes, double total) {
        double micros = nodes.stream().mapToDouble(NodeTime::micros).sum();
        int integer = (int) nodes.stream().filter(NodeTime::integer).count();
        return new OperatorTime(operator, nodes.size(), integer, micros, total == 0 ? 0 : micros / total);
    }

    /** Returns the part of the time of all nodes that is spent on integers, 0 to 1. */
    public double integerShare() {
        double total = nodes.stream().mapToDouble(NodeTime::micros).sum();
        double integer = nodes.stream()
                .filter(NodeTime::integer)
                .mapToDouble(NodeTime::micros)
                .sum();
        return total == 0 ? 0 : integer / total;
    }
}
