package dev.alambic.onnx.match;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.operator.Trait;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The layers of a graph that stand in a row and are alike but for the values of their weights, as the encoder layers of
 * a transformer and the blocks of one stage of a residual network are.
 *
 * <p>They are found by structure: the nodes that everything behind one of the first passes through on its way to the
 * outputs (its post-dominators, Cooper, Harvey and Kennedy, A simple, fast dominance algorithm, 2001) cut the graph in
 * pieces with one entry and one exit; what else a piece reads, a mask for example, comes from beside. Pieces are alike
 * if their operators, attributes, and extents of constants are; extents that are asked for count as constants. A row is
 * the repetition of some pieces that covers the most weighted nodes; then the rest is looked through for further rows.
 */
public final class RepeatedLayers {

    private final Graph graph;
    private final List<Node> nodes;
    private final IdentityHashMap<Node, Integer> positions = new IdentityHashMap<>();
    /** Values that do not depend on what the inputs hold, but at most on their extents. */
    private final Set<String> constants = new HashSet<>();

    /**
     * One layer.
     *
     * @param input the value that it takes, beside what comes from the side
     * @param output the one value that it gives
     * @param nodes in the order of the graph
     * @param path the scopes that the names of its nodes have in common, {@code encoder.layer.3}; may be empty
     */
    public record Repeated(String input, String output, List<Node> nodes, String path) {
        public Repeated {
            nodes = List.copyOf(nodes);
        }
    }

    /** The nodes between two that everything passes through, the last of these included. */
    private record Piece(String entry, List<Node> nodes, String form, int weighted) {

        Node last() {
            return nodes.get(nodes.size() - 1);
        }
    }

    /** So many times the same pieces, from one on. */
    private record Row(int start, int period, int times, int weighted) {}

    private RepeatedLayers(Graph graph) {
        this.graph = graph;
        constants.addAll(graph.initializers().keySet());
        List<Node> moving = new ArrayList<>();
        for (ValueInfo input : graph.inputs()) {
            constants.remove(input.name());
            moving.add(Node.of("Input", List.of(), input.name()));
        }
        for (Node node : graph.nodes()) {
            if (Trait.EXTENTS.isOf(node) || GraphIndex.reads(node).stream().allMatch(constants::contains)) {
                constants.addAll(node.outputs());
            } else {
                moving.add(node);
            }
        }
        this.nodes = List.copyOf(moving);
        nodes.forEach(node -> positions.put(node, positions.size()));
    }

    /** Returns the layers in the order in which they compute, those of several rows one after another. */
    public static List<Repeated> of(Graph graph) {
        RepeatedLayers found = new RepeatedLayers(graph);
        List<Piece> pieces = found.pieces();
        List<Row> rows = new ArrayList<>();
        collect(pieces, 0, pieces.size(), rows);
        return rows.stream()
                .sorted(Comparator.comparingInt(Row::start))
                .flatMap(row -> IntStream.range(0, row.times)
                        .mapToObj(i -> layer(pieces, row.start + i * row.period, row.period)))
                .toList();
    }

    private static Repeated layer(List<Piece> pieces, int start, int period) {
        List<Piece> own = pieces.subList(start, start + period);
        List<Node> all = own.stream().flatMap(piece -> piece.nodes.stream()).toList();
        return new Repeated(own.get(0).entry, own.get(period - 1).last().output(), all, path(all));
    }

    private static String path(List<Node> nodes) {
        List<String> common = null;
        for (Node node : nodes) {
            if (!node.name().contains("/")) {
                continue;
            }
            List<String> scopes = List.of(InnerValues.path(node.name()).split("\\.", -1));
            List<String> before = common == null ? scopes : common;
            int same = 0;
            while (same < Math.min(before.size(), scopes.size())
                    && before.get(same).equals(scopes.get(same))) {
                same++;
            }
            common = scopes.subList(0, same);
        }
        return common == null ? "" : String.join(".", common);
    }

    /** Returns the pieces between the post-dominators of that node for which they have the most weights. */
    private List<Piece> pieces() {
        int end = nodes.size();
        int[] next = new int[end + 1];
        int[] depth = new int[end + 1];
        int[] weighted = new int[end + 1];
        int first = end;
        for (int i = end - 1; i >= 0; i--) {
            next[i] = meeting(nodes.get(i), next, depth);
            depth[i] = next[i] < 0 ? 0 : depth[next[i]] + 1;
            if (next[i] >= 0 && next[i] < end) {
                weighted[i] = weighted[next[i]] + weighted(between(i, next[i]));
                first = weighted[i] >= weighted[first] ? i : first;
            }
        }
        List<Piece> pieces = new ArrayList<>();
        for (int at = first; at < end && next[at] < end; at = next[at]) {
            pieces.add(piece(at, next[at]));
        }
        return pieces;
    }

    /** Returns the node that all readers meet at; the number of nodes for the end, -1 for a node without readers. */
    private int meeting(Node node, int[] next, int[] depth) {
        int end = nodes.size();
        int met = -1;
        for (String output : node.outputs()) {
            if (graph.index().isOutput(output)) {
                return end;
            }
            for (Node reader : graph.index().consumers(output)) {
                int other = positions.getOrDefault(reader, -1);
                if (other >= 0 && next[other] >= 0) {
                    met = met < 0 ? other : common(met, other, next, depth);
                }
            }
        }
        return met;
    }

    private static int common(int one, int other, int[] next, int[] depth) {
        int a = one;
        int b = other;
        while (a != b) {
            if (depth[a] >= depth[b]) {
                a = next[a];
            } else {
                b = next[b];
            }
        }
        return a;
    }

    /** Returns the nodes between two, the last included. */
    private List<Node> between(int from, int to) {
        Set<Integer> inside = new HashSet<>(Set.of(to));
        List<Integer> open = new ArrayList<>(List.of(from));
        while (!open.isEmpty()) {
            Node node = nodes.get(open.remove(open.size() - 1));
            for (String output : node.outputs()) {
                for (Node reader : graph.index().consumers(output)) {
                    Integer position = positions.get(reader);
                    if (position != null && inside.add(position)) {
                        open.add(position);
                    }
                }
            }
        }
        return inside.stream().sorted().map(nodes::get).toList();
    }

    private Piece piece(int from, int to) {
        List<Node> own = between(from, to);
        String form = own.stream().map(this::form).collect(Collectors.joining("; "));
        return new Piece(nodes.get(from).output(), own, form, weighted(own));
    }

    private int weighted(List<Node> own) {
        return (int) own.stream().filter(this::isWeighted).count();
    }

    /** Returns all that two nodes have in common which differ by the values of their constants alone. */
    private String form(Node node) {
        return node.domain()
                + node.opType()
                + node.attributes()
                + node.inputs().stream().map(this::form).toList();
    }

    private String form(String value) {
        return constants.contains(value)
                ? graph.stored(value)
                        .map(tensor -> Arrays.toString(tensor.dims()))
                        .orElse("constant")
                : "*";
    }

    private boolean isWeighted(Node node) {
        return Trait.LAYER.isOf(node)
                && node.input(1).filter(constants::contains).isPresent();
    }

    /** Adds the row that covers the most weighted nodes, and those before and behind it. */
    private static void collect(List<Piece> pieces, int from, int to, List<Row> rows) {
        Row best = new Row(from, 0, 0, 0);
        for (int period = 1; 2 * period <= to - from; period++) {
            int same = 0;
            for (int i = to - period - 1; i >= from; i--) {
                same = pieces.get(i).form.equals(pieces.get(i + period).form) ? same + 1 : 0;
                Row row = row(pieces, i, period, same);
                best = row.weighted > best.weighted ? row : best;
            }
        }
        if (best.times >= 2) {
            rows.add(best);
            collect(pieces, from, best.start, rows);
            collect(pieces, best.start + best.period * best.times, to, rows);
        }
    }

    /** @param same how many pieces from {@code start} on are like those one period later */
    private static Row row(List<Piece> pieces, int start, int period, int same) {
        int times = same / period + 1;
        int weighted = pieces.subList(start, start + period).stream()
                .mapToInt(Piece::weighted)
                .sum();
        return new Row(start, period, times, times < 2 ? 0 : times * weighted);
    }
}
