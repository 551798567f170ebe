package dev.alambic.quantizer.simplify;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes each Gemm by a constant float32 matrix in the one form that the other passes and the integer kernels know: no
 * factors, the input as it is, and for bias a constant row, one number, or none.
 *
 * <pre>{@code
 * alpha * A B + beta * C   =   A (alpha B) + (beta C)
 * transA                       Gemm(Transpose(A), B)
 * C of another form            Add(Gemm(A, B), C)
 * }</pre>
 *
 * <p>A matrix that others read too stays one: the input is multiplied instead. The products with factors are taken in
 * double precision and rounded once; where that gives an infinity, or loses digits of a number that becomes too small,
 * the node stays as it is, as it does for matrices of other types, whose rounding would show.
 */
public final class NormalizeGemm implements Pass {
    /** The first opset with a Gemm without bias. */
    private static final long OPTIONAL_BIAS = 11;

    @Override
    public Outcome apply(OnnxModel model) {
        Run run = new Run(model);
        Graph written = model.graph().rewrite(run::accept);
        return Outcome.of(run.changed ? model.withGraph(written) : model);
    }

    /** One run over a graph. */
    private static final class Run {
        private final Graph graph;
        private final boolean optionalBias;
        private final Map<String, String> scaled = new HashMap<>();
        private boolean changed;

        Run(OnnxModel model) {
            this.graph = model.graph();
            this.optionalBias = model.opset() >= OPTIONAL_BIAS;
        }

        void accept(Graph.Builder out, Node node) {
            Optional<Tensor> weight =
                    node.is("Gemm") ? graph.floatConstant(node, 1).filter(NormalizeGemm::isMatrix) : Optional.empty();
            Optional<Node> made =
                    weight.filter(tensor -> hasWork(node, tensor)).flatMap(tensor -> made(out, node, tensor));
            changed |= made.isPresent();
            out.node(made.orElse(node));
        }

        private boolean hasWork(Node node, Tensor weight) {
            return alpha(node) != 1
                    || node.intAttribute("transA", 0) != 0
                    || (node.input(2).isPresent() && !isPlainBias(node, weight));
        }

        private boolean isPlainBias(Node node, Tensor weight) {
            return beta(node) == 1 && row(node, weight).isPresent();
        }

        /** Returns the constant row, or single number, that {@code node} adds. */
        private Optional<Tensor> row(Node node, Tensor weight) {
            long columns = weight.dim(ProductView.outputAxis(node));
            return graph.floatConstant(node, 2)
                    .filter(tensor -> tensor.elementCount() == 1 || ProductView.isRow(tensor, columns));
        }

        /** Returns the node that gives the result of {@code node}, those that it reads being written before it. */
        private Optional<Node> made(Graph.Builder out, Node node, Tensor weight) {
            Optional<Tensor> bias = row(node, weight);
            Optional<Tensor> scaledBias = bias.flatMap(tensor -> scaled(tensor, beta(node)));
            Optional<Tensor> scaledWeight = scaled(weight, alpha(node));
            if (scaledWeight.isEmpty() || bias.isPresent() != scaledBias.isPresent()) {
                return Optional.empty();
            }
            List<String> inputs = new ArrayList<>(List.of(input(out, node), weight(out, node, scaledWeight.get())));
            Node plain = node.without("alpha").without("beta").without("transA");
            boolean addsNothing = node.input(2).isEmpty() || beta(node) == 0;
            if (bias.isPresent() && !addsNothing) {
                String name = node.inputs().get(2);
                inputs.add(beta(node) == 1 ? name : out.constant(name + "_scaled", scaledBias.get()));
                return Optional.of(plain.withInputs(inputs));
            }
            if (!optionalBias) {
                inputs.add(out.constant(node.output() + "_zero", Tensor.ofFloats(new float[1], 1)));
            }
            if (addsNothing) {
                return Optional.of(plain.withInputs(inputs));
            }
            String product =
                    out.node(plain.withInputs(inputs).withOutputs(List.of(out.fresh(node.output() + "_product"))));
            return Optional.of(Node.of("Add", List.of(product, bias(out, node)), node.output())
                    .withName(""));
        }

        private String input(Graph.Builder out, Node node) {
            String input = node.inputs().get(0);
            if (node.intAttribute("transA", 0) != 0) {
                Node turned = Node.of("Transpose", List.of(input), out.fresh(input + "_turned"))
                        .withName("")
                        .with("perm", new long[] {1, 0});
                input = out.node(turned);
            }
            return alpha(node) == 1 || ownsWeight(node) ? input : times(out, input, alpha(node));
        }

        private String weight(Graph.Builder out, Node node, Tensor tensor) {
            String name = node.inputs().get(1);
            return alpha(node) == 1 || !ownsWeight(node)
                    ? name
                    : scaled.computeIfAbsent(name, any -> out.constant(name + "_scaled", tensor));
        }

        /** Returns whether all that reads the matrix of {@code node} multiplies by it with the same factor. */
        private boolean ownsWeight(Node node) {
            String name = node.inputs().get(1);
            return !graph.index().isOutput(name)
                    && graph.index().consumers(name).stream()
                            .allMatch(reader -> reader.is("Gemm")
                                    && reader.inputs().indexOf(name) == 1
                                    && reader.inputs().lastIndexOf(name) == 1
                                    && alpha(reader) == alpha(node));
        }

        /** Returns what is added to the product: the bias of {@code node}, whatever its form, times its factor. */
        private String bias(Graph.Builder out, Node node) {
            String name = node.inputs().get(2);
            return beta(node) == 1 ? name : times(out, name, beta(node));
        }

        private static String times(Graph.Builder out, String value, float factor) {
            String constant = out.constant(value + "_factor", Tensor.scalar(factor));
            return out.node(Node.of("Mul", List.of(value, constant), out.fresh(value + "_scaled"))
                    .withName(""));
        }
    }

    private static boolean isMatrix(Tensor tensor) {
        return tensor.rank() == 2 && tensor.elementCount() > 0;
    }

    private static float alpha(Node node) {
        return node.floatAttribute("alpha", 1);
    }

    private static float beta(Node node) {
        return node.floatAttribute("beta", 1);
    }

    /** Returns {@code factor * tensor}; empty if an element becomes infinite or loses digits. */
    private static Optional<Tensor> scaled(Tensor tensor, float factor) {
        if (factor == 1) {
            return Optional.of(tensor);
        }
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            float before = values[i];
            values[i] = (float) (before * (double) factor);
            boolean vanishes = before != 0 && factor != 0 && Math.abs(values[i]) < Float.MIN_NORMAL;
            if (vanishes || Float.isInfinite(values[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(Tensor.ofFloats(values, tensor.dims()));
    }
}
