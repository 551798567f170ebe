package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
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
                            folds.put(found.target(), found);
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
                out.node(fold.folded(graph, out));
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

    /**
     * A normalization and the node that takes it in.
     *
     * @param weightAxis axis of the weight that has the normalization's channels
     */
    private record Fold(Node target, Node batchNorm, BatchNorm norm, int weightAxis) {

        static Optional<Fold> before(Graph graph, Node node, Node batchNorm, BatchNorm norm) {
            int axis = outputAxis(node);
            return axis >= 0 && fits(graph, node, axis, norm)
                    ? Optional.of(new Fold(node, batchNorm, norm, axis))
                    : Optional.empty();
        }

        private static int outputAxis(Node node) {
            if (node.is("Conv")) {
                return 0;
            }
            if (node.is("ConvTranspose") && node.intAttribute("group", 1) == 1) {
                return 1;
            }
            return node.is("Gemm") ? (node.intAttribute("transB", 0) != 0 ? 0 : 1) : -1;
        }

        private static boolean fits(Graph graph, Node node, int axis, BatchNorm norm) {
            Optional<Tensor> weight = graph.floatConstant(node, 1);
            return weight.isPresent()
                    && weight.get().dim(axis) == norm.channels()
                    && (node.input(2).isEmpty()
                            || bias(graph, node, weight.get()).isPresent());
        }

        /** Returns the bias as one number for each output channel, scaled by beta; zeros if there is none. */
        private static Optional<float[]> bias(Graph graph, Node node, Tensor weight) {
            int channels = Math.toIntExact(weight.dim(outputAxis(node)));
            if (node.input(2).isEmpty()) {
                return Optional.of(new float[channels]);
            }
            Optional<Tensor> constant = graph.floatConstant(node, 2);
            if (constant.isEmpty() || (constant.get().elementCount() != 1 && !isRow(constant.get(), channels))) {
                return Optional.empty();
            }
            float beta = node.is("Gemm") ? node.floatAttribute("beta", 1) : 1;
            float[] given = constant.get().floats();
            float[] bias = new float[channels];
            for (int c = 0; c < channels; c++) {
                bias[c] = beta * given[given.length == 1 ? 0 : c];
            }
            return Optional.of(bias);
        }

        private static boolean isRow(Tensor tensor, int channels) {
            return tensor.elementCount() == channels && tensor.dim(tensor.rank() - 1) == channels;
        }

        Node folded(Graph graph, Graph.Builder out) {
            Tensor weight = graph.floatConstant(target, 1).orElseThrow();
            float[] bias = bias(graph, target, weight).orElseThrow();
            Tensor newBias = norm.folded(bias);
            Tensor newWeight = Linear.scaled(weight, weightAxis, norm.factor());
            String output = batchNorm.output();
            List<String> inputs = List.of(
                    target.inputs().get(0),
                    out.initializer(out.fresh(target.inputs().get(1)), newWeight),
                    out.initializer(out.fresh(target.input(2).orElse(output + "_bias")), newBias));
            Node node = target.withInputs(inputs).withOutputs(List.of(output));
            return node.is("Gemm") ? node.without("beta") : node;
        }
    }
}
