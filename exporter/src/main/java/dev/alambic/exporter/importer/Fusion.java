package dev.alambic.exporter.importer;

import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what exporters spell out in small nodes and the engine computes in one call, with less memory and time: layer
 * normalization, Gelu, and the product with a matrix plus a bias. The nodes found are replaced by one of the domain
 * {@value #DOMAIN}; a place is left alone if any value inside of it is asked for. Only the evaluation changes: the
 * model that is written back has its own nodes.
 */
final class Fusion {

    static final String DOMAIN = "alambic";

    private final Source source;
    private final Set<String> kept;
    private final Map<String, Set<Node>> readers = new HashMap<>();
    private final Map<String, Node> writers = new HashMap<>();
    /** What stands for a node, by the node whose output it computes. */
    private final Map<Node, Node> replacements = new HashMap<>();

    private final Set<Node> dropped = new HashSet<>();

    private Fusion(Source source) {
        this.source = source;
        this.kept = Set.copyOf(source.outputs());
        for (Node node : source.nodes()) {
            node.inputs()
                    .forEach(input -> readers.computeIfAbsent(input, any -> new LinkedHashSet<>())
                            .add(node));
            node.outputs().forEach(output -> writers.put(output, node));
        }
    }

    /** Returns {@code source} with the places replaced that can be. */
    static Source of(Source source) {
        Fusion fusion = new Fusion(source);
        for (Node node : source.nodes()) {
            switch (node.isStandard() ? node.opType() : "") {
                case "ReduceMean" -> fusion.layerNormalization(node);
                case "Erf" -> fusion.gelu(node);
                case "MatMul" -> fusion.linear(node);
                default -> {
                    // begins no place
                }
            }
        }
        List<Node> nodes = source.nodes().stream()
                .filter(node -> !fusion.dropped.contains(node))
                .map(node -> fusion.replacements.getOrDefault(node, node))
                .toList();
        return new Source(source.inputs(), source.outputs(), nodes, source.constants());
    }

    /** Returns the nodes that read the output of {@code node}; none if others may ask for it. */
    private Set<Node> readers(Node node) {
        boolean single = node.outputs().size() == 1 && !kept.contains(node.output());
        return single ? readers.getOrDefault(node.output(), Set.of()) : Set.of();
    }

    private Optional<Tensor> constant(String name) {
        return Optional.ofNullable(source.constants().get(name))
                .filter(tensor -> tensor.dataType().isFloating());
    }

    /** Returns the other input of a node with two, if one is {@code name}. */
    private static Optional<String> besides(Node node, String name) {
        List<String> inputs = node.inputs();
        return inputs.size() == 2 && inputs.contains(name)
                ? Optional.of(inputs.get(inputs.get(0).equals(name) ? 1 : 0))
                : Optional.empty();
    }

    private Optional<Float> number(String name) {
        return constant(name).filter(tensor -> tensor.elementCount() == 1).map(tensor -> tensor.floats()[0]);
    }

    private boolean is(Optional<String> name, double value) {
        return name.flatMap(this::number)
                .filter(number -> Math.abs(number - value) <= 1e-6 * value)
                .isPresent();
    }

    private void replace(Node last, List<Node> before, Node replacement) {
        boolean free = before.stream().noneMatch(dropped::contains) && !dropped.contains(last);
        if (free) {
            dropped.addAll(before);
            replacements.put(last, replacement);
        }
    }

    private static Node fused(String opType, Node last, String... inputs) {
        return new Node(last.name(), DOMAIN, opType, List.of(inputs), List.of(last.output()), Map.of(), Bytes.EMPTY);
    }

    /** Nodes of which each is the only one to read the one before. */
    private record Chain(List<Node> nodes) {

        Node last() {
            return nodes.get(nodes.size() - 1);
        }

        /** Returns what node {@code index} reads besides the node before. */
        Optional<String> other(int index) {
            return besides(nodes.get(index), nodes.get(index - 1).output());
        }
    }

    /** Returns {@code chain} with the node that follows, if it is an {@code opType} and nobody else reads the last. */
    private Optional<Chain> then(Chain chain, String opType) {
        Set<Node> all = readers(chain.last());
        return all.size() == 1 && all.iterator().next().is(opType)
                ? Optional.of(new Chain(
                        Stream.concat(chain.nodes.stream(), all.stream()).toList()))
                : Optional.empty();
    }

    private Optional<Chain> chain(Node first, String... opTypes) {
        Optional<Chain> chain = Optional.of(new Chain(List.of(first)));
        for (String opType : opTypes) {
            chain = chain.flatMap(so -> then(so, opType));
        }
        return chain;
    }

    /** d = x - mean(x); y = d / sqrt(mean(d²) + epsilon) · scale + bias, where exporters may compute d twice. */
    private void layerNormalization(Node mean) {
        List<String> difference = List.of(mean.inputs().get(0), mean.output());
        Set<Node> centred = readers(mean);
        Set<Node> readers = new LinkedHashSet<>();
        for (Node node : centred) {
            if (node.is("Sub") && node.inputs().equals(difference)) {
                readers.addAll(readers(node));
            } else {
                return;
            }
        }
        if (readers.size() != 2) {
            return;
        }
        readers.stream()
                .filter(this::isSquare)
                .findFirst()
                .flatMap(square -> chain(square, "ReduceMean", "Add", "Sqrt", "Div", "Mul", "Add"))
                .filter(chain -> readers.contains(chain.nodes.get(4)))
                .ifPresent(chain -> layerNormalization(mean, centred, chain));
    }

    /**
     * Replaces the nodes if all say what they should.
     *
     * @param chain square, its mean, plus epsilon, root, quotient, times scale, plus bias
     */
    private void layerNormalization(Node mean, Set<Node> centred, Chain chain) {
        int axes = trailing(mean);
        Optional<Float> epsilon = chain.other(2).flatMap(this::number);
        Optional<String> scale = chain.other(5).filter(name -> hasRank(name, axes));
        Optional<String> bias = chain.other(6).filter(name -> hasRank(name, axes));
        boolean byRoot =
                chain.nodes.get(4).inputs().get(1).equals(chain.nodes.get(3).output());
        boolean alike = axes > 0 && trailing(chain.nodes.get(1)) == axes;
        if (byRoot && alike && epsilon.isPresent() && scale.isPresent() && bias.isPresent()) {
            Node one = fused("LayerNormalization", chain.last(), mean.inputs().get(0), scale.get(), bias.get())
                    .with("axis", -axes)
                    .with("epsilon", epsilon.get());
            List<Node> inner = new ArrayList<>(centred);
            inner.add(mean);
            inner.addAll(chain.nodes.subList(0, 6));
            replace(chain.last(), inner, one);
        }
    }

    private boolean isSquare(Node node) {
        return node.is("Pow")
                ? is(Optional.of(node.inputs().get(1)), 2)
                : node.is("Mul") && node.inputs().get(0).equals(node.inputs().get(1));
    }

    /** Returns how many of the last axes are reduced and kept; 0 if the node does something else. */
    private int trailing(Node mean) {
        long[] axes = mean.intsAttribute("axes")
                .or(() -> mean.input(1).map(source.constants()::get).map(Tensor::longs))
                .orElse(new long[0])
                .clone();
        Arrays.sort(axes);
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] != i - axes.length) {
                return 0;
            }
        }
        return mean.intAttribute("keepdims", 1) == 1 ? axes.length : 0;
    }

    private boolean hasRank(String name, int rank) {
        return constant(name).filter(tensor -> tensor.rank() == rank).isPresent();
    }

    /** x / 2 · (1 + erf(x / sqrt(2))), the factors in any order. */
    private void gelu(Node erf) {
        Node scaled = writers.get(erf.inputs().get(0));
        Optional<String> x =
                scaled == null || !readers(scaled).equals(Set.of(erf)) ? Optional.empty() : argument(scaled);
        Optional<Chain> once = chain(erf, "Add", "Mul").filter(chain -> is(chain.other(1), 1));
        if (scaled == null || x.isEmpty() || once.isEmpty()) {
            return;
        }
        Node first = once.get().last();
        Optional<String> factor = once.get().other(2);
        Optional<Node> half = factor.map(writers::get)
                .filter(node -> node.is("Mul") && is(besides(node, x.get()), 0.5))
                .filter(node -> readers(node).equals(Set.of(first)));
        List<Node> inner = new ArrayList<>(once.get().nodes);
        inner.add(scaled);
        if (half.isPresent()) {
            inner.add(half.get());
            replaceByGelu(first, inner, x.get());
            return;
        }
        then(once.get(), "Mul")
                .filter(chain -> factor.equals(x)
                        ? is(chain.other(3), 0.5)
                        : is(factor, 0.5) && chain.other(3).equals(x))
                .ifPresent(chain -> replaceByGelu(chain.last(), inner, x.get()));
    }

    private void replaceByGelu(Node last, List<Node> inner, String x) {
        inner.remove(last);
        replace(last, inner, fused("Gelu", last, x));
    }

    /** Returns x of x / sqrt(2), or empty if the node is something else. */
    private Optional<String> argument(Node scaled) {
        boolean factorFirst = number(scaled.inputs().get(0)).isPresent();
        String x = scaled.inputs().get(factorFirst ? 1 : 0);
        boolean root = scaled.is("Div")
                ? !factorFirst && is(besides(scaled, x), Math.sqrt(2))
                : scaled.is("Mul") && is(besides(scaled, x), Math.sqrt(0.5));
        return root ? Optional.of(x) : Optional.empty();
    }

    /** x · matrix + bias. */
    private void linear(Node product) {
        String matrix = product.inputs().get(1);
        Optional<Chain> chain = chain(product, "Add");
        Optional<String> bias = chain.flatMap(so -> so.other(1));
        long[] matrixDims = constant(matrix).map(Tensor::dims).orElse(new long[0]);
        long[] biasDims = bias.flatMap(this::constant).map(Tensor::dims).orElse(new long[0]);
        if (matrixDims.length == 2 && biasDims.length == 1 && biasDims[0] == matrixDims[1]) {
            Node sum = chain.orElseThrow().last();
            replace(sum, List.of(product), fused("Linear", sum, product.inputs().get(0), matrix, bias.orElseThrow()));
        }
    }

    static void addTo(Operators operators) {
        operators
                .on(DOMAIN + "::LayerNormalization", NormalizationOperators::layerNormalization)
                .on(
                        DOMAIN + "::Gelu",
                        node -> Operator.of(
                                call -> call.array(0).getNDArrayInternal().gelu()))
                .on(
                        DOMAIN + "::Linear",
                        node -> Operator.of(call -> call.array(0)
                                .getNDArrayInternal()
                                .linear(call.array(0), call.array(1).transpose(1, 0), call.array(2))
                                .get(0)));
    }
}
