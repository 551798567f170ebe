package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Folds {@code Mul}, {@code Div}, {@code Add} and {@code Sub} by a constant for each channel or for all, and
 * BatchNormalization, into the Conv, ConvTranspose, Gemm or MatMul beside them, several in a row too.
 *
 * <pre>{@code
 * after:    k * (W x + b) + s  =  (k W) x + (k b + s)
 * before:   W (k x + s) + b    =  (W k) x + (W s + b)
 * }</pre>
 *
 * <p>After a MatMul, which has no bias, only factors fold. Before one of them only a factor for all channels folds, and
 * a BatchNormalization before a Gemm or a Conv without padding, if its statistics tell that integers
 * {@linkplain RoundingCost lose no more than a bit} by it: factors by channel make columns of different units alike,
 * which integers with one scale for all of them need. The last factor of a product stays: it is part of a Gelu or of a
 * normalization, which the runtime recognizes whole. A weight that others read too is not scaled. The products are
 * taken in double precision and rounded once.
 */
public final class FoldAffine implements Pass {

    @Override
    public Outcome apply(OnnxModel model) {
        Optional<Graph> folded = once(model.graph());
        Optional<Graph> last = folded;
        while (folded.isPresent()) {
            last = folded;
            folded = once(folded.get());
        }
        return Outcome.of(last.map(model::withGraph).orElse(model));
    }

    /** Folds what can be folded at once, one map into each product; empty if there is none. */
    private static Optional<Graph> once(Graph graph) {
        Map<Node, Function<Graph.Builder, Node>> changed = new HashMap<>();
        Set<Node> gone = new HashSet<>();
        for (Node node : graph.nodes()) {
            Optional<Linear> linear = Linear.of(graph, node);
            if (linear.isPresent() && !gone.contains(node)) {
                after(linear.get(), gone).or(() -> before(linear.get(), gone)).ifPresent(fold -> {
                    gone.add(fold.map());
                    changed.put(node, fold.made());
                });
            }
        }
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(graph.rewrite((out, node) -> {
                    Function<Graph.Builder, Node> change = changed.get(node);
                    if (change != null) {
                        out.node(change.apply(out));
                    } else if (!gone.contains(node)) {
                        out.node(node);
                    }
                }));
    }

    /**
     * A fold.
     *
     * @param map the node that goes
     */
    private record Fold(Node map, Function<Graph.Builder, Node> made) {}

    private static Optional<Fold> after(Linear linear, Set<Node> gone) {
        Graph graph = linear.graph();
        return graph.index()
                .soleConsumer(linear.node().output())
                .filter(map -> !gone.contains(map) && writesOne(map))
                .flatMap(map -> Affine.of(graph, map, linear.rank())
                        .filter(linear::takesAfter)
                        .map(affine -> new Fold(map, out -> linear.withAfter(affine, map.output(), out))));
    }

    private static Optional<Fold> before(Linear linear, Set<Node> gone) {
        Graph graph = linear.graph();
        String input = linear.node().inputs().get(0);
        return graph.index()
                .producer(input)
                .filter(map -> !gone.contains(map) && writesOne(map))
                .filter(map -> graph.index().soleConsumer(input).isPresent() && !endsProduct(graph, map))
                .flatMap(map -> Affine.of(graph, map, linear.rank())
                        .filter(affine -> BatchNorm.of(graph, map)
                                .map(linear::takesBefore)
                                .orElseGet(() -> linear.takesBefore(affine)))
                        .map(affine -> new Fold(map, out -> linear.withBefore(affine, out))));
    }

    /** Returns whether {@code map} multiplies a product: it ends a Gelu or a normalization, which stay whole. */
    private static boolean endsProduct(Graph graph, Node map) {
        return map.inputs().stream()
                .flatMap(value -> graph.index().producer(value).stream())
                .anyMatch(node -> node.is("Mul") || node.is("Div"));
    }

    private static boolean writesOne(Node map) {
        return map.outputs().stream().filter(name -> !name.isEmpty()).count() == 1;
    }
}
