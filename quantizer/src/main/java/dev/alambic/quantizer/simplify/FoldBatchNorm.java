package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Folds an inference-time BatchNormalization into the Conv, ConvTranspose (one group) or Gemm that feeds it. Into what
 * it feeds, {@link FoldAffine} folds it.
 *
 * <p>For the weight W with output channels c, bias b, and the statistics of the normalization:
 *
 * <pre>{@code
 * k  = scale / sqrt(variance + epsilon)
 * W' = W * k, along the axis of the output channels
 * b' = (b - mean) * k + B
 * }</pre>
 *
 * <p>The products are taken in double precision and rounded once.
 *
 * <p>Source: Jacob et al., <cite>Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
 * Inference</cite>, CVPR 2018, section 3.2.
 */
public final class FoldBatchNorm implements Pass {

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        Map<Node, Fold> folds = new HashMap<>();
        Set<Node> dropped = new HashSet<>();
        List<String> notes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            BatchNorm.of(graph, node).ifPresent(norm -> {
                Optional<Fold> fold = into(graph, node, norm, folds.keySet());
                fold.ifPresentOrElse(
                        found -> {
                            folds.put(found.target().node(), found);
                            dropped.add(node);
                        },
                        () -> notes.add(node.label() + " stays: nothing before it can take it in"));
            });
        }
        if (folds.isEmpty()) {
            return new Outcome(model, notes);
        }
        return new Outcome(model.withGraph(rewritten(graph, folds, dropped)), notes);
    }

    private static Graph rewritten(Graph graph, Map<Node, Fold> folds, Set<Node> dropped) {
        return graph.rewrite((out, node) -> {
            Fold fold = folds.get(node);
            if (fold != null) {
                out.node(fold.folded(out));
            } else if (!dropped.contains(node)) {
                out.node(node);
            }
        });
    }

    private static Optional<Fold> into(Graph graph, Node batchNorm, BatchNorm norm, Set<Node> taken) {
        String input = batchNorm.inputs().get(0);
        return graph.index()
                .soleConsumer(input)
                .flatMap(reader -> graph.index().producer(input))
                .filter(node -> !taken.contains(node))
                .flatMap(node -> Fold.before(graph, node, batchNorm, norm));
    }

    /** A normalization and the node that takes it in. */
    private record Fold(Linear target, Node batchNorm, BatchNorm norm) {

        static Optional<Fold> before(Graph graph, Node node, Node batchNorm, BatchNorm norm) {
            return Linear.of(graph, node)
                    .filter(linear -> !node.is("MatMul") && linear.outputs() == norm.channels())
                    .map(linear -> new Fold(linear, batchNorm, norm));
        }

        Node folded(Graph.Builder out) {
            Node node = target.node();
            String output = batchNorm.output();
            List<String> inputs = List.of(
                    node.inputs().get(0),
                    out.constant(
                            node.inputs().get(1), Linear.scaled(target.weight(), target.outputAxis(), norm.factor())),
                    out.constant(
                            node.input(2).orElse(output + "_bias"),
                            norm.folded(target.bias().orElseThrow())));
            Node made = node.withInputs(inputs).withOutputs(List.of(output));
            return node.is("Gemm") ? made.without("beta") : made;
        }
    }
}
