package dev.alambic.quantizer.prune;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Puts a BatchNormalization after each Conv, and each Gemm before a rectifier, where exporters fold one in, so that the
 * model can be trained further as it was trained; {@link dev.alambic.quantizer.simplify.FoldBatchNorm} folds it again.
 * The outputs stay as they are:
 *
 * <pre>{@code
 * x = W u,  mean and variance over samples      gain = sqrt(variance + epsilon)      offset = mean + b
 * }</pre>
 *
 * <p>Left alone are products without a bias, into which nothing was folded, the last ones before the outputs, and those
 * with one number a channel and sample, such as the two of a squeeze and excitation. Source of the normalization: Ioffe
 * and Szegedy, arXiv:1502.03167, algorithm 1.
 */
public final class UnfoldBatchNorm implements Pass {
    private static final double EPSILON = 1e-5;

    /** What follows a linear layer that has a normalization. */
    private static final Set<String> RECTIFIERS =
            Set.of("Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Clip", "HardSwish");

    private final Iterable<Map<String, Tensor>> samples;

    /** @param samples inputs by name, such as the model will be trained on; batches of any size; read once */
    public UnfoldBatchNorm(Iterable<Map<String, Tensor>> samples) {
        this.samples = samples;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Graph graph = model.graph();
        Set<String> read = beforeProducts(graph);
        List<ProductView> places = ProductView.all(graph).stream()
                .filter(view -> view.bias().isPresent() && !view.isMatMul() && read.contains(view.output()))
                .filter(view -> isNormalized(graph, view))
                .toList();
        if (places.isEmpty()) {
            return Outcome.idle(model, "no layer that a batch normalization was folded into");
        }
        Map<Node, Statistics> statistics = new HashMap<>();
        measured(model, places).forEach((view, found) -> {
            if (found.rows > found.samples || !view.isConv()) {
                statistics.put(view.node(), found);
            }
        });
        return Outcome.of(model.mapGraph(before -> before.rewrite((out, node) -> {
            Statistics found = statistics.get(node);
            if (found == null) {
                out.node(node);
            } else {
                found.write(out, node);
            }
        })));
    }

    /** Returns the values from which a product can be reached. */
    private static Set<String> beforeProducts(Graph graph) {
        Set<String> values = new HashSet<>();
        List<Node> nodes = graph.nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (ProductView.isProduct(node) || node.outputs().stream().anyMatch(values::contains)) {
                values.addAll(node.inputs());
            }
        }
        return values;
    }

    private static boolean isNormalized(Graph graph, ProductView view) {
        boolean returned = graph.outputs().stream().map(ValueInfo::name).anyMatch(view.output()::equals);
        List<Node> readers = graph.index().consumers(view.output());
        boolean known = readers.stream().noneMatch(reader -> reader.is("BatchNormalization"));
        return !returned
                && known
                && (view.isConv() || readers.stream().allMatch(reader -> RECTIFIERS.contains(reader.opType())));
    }

    private Map<ProductView, Statistics> measured(OnnxModel model, List<ProductView> places) {
        Map<ProductView, Statistics> statistics = new HashMap<>();
        places.forEach(view -> statistics.put(view, new Statistics(view)));
        List<String> names = places.stream().map(ProductView::output).toList();
        boolean any = false;
        try (Session session = Session.open(model, names, SessionOptions.defaults())) {
            for (Map<String, Tensor> sample : samples) {
                Map<String, Tensor> found = session.run(sample, names);
                places.forEach(view -> Objects.requireNonNull(statistics.get(view))
                        .add(Objects.requireNonNull(found.get(view.output()))));
                any = true;
            }
        }
        if (!any) {
            throw new IllegalArgumentException("samples: at least one is needed (expected 1 or more, was 0)");
        }
        return statistics;
    }

    /** What each channel of a result was over samples. */
    private static final class Statistics {
        private final ProductView view;
        private final double[] sums;
        private final double[] squares;
        private long rows;
        private long samples;

        Statistics(ProductView view) {
            this.view = view;
            this.sums = new double[view.outputs()];
            this.squares = new double[view.outputs()];
        }

        void add(Tensor result) {
            float[] values = result.floats();
            int inner = view.isConv() ? result.inner(1) : 1;
            for (int i = 0; i < values.length; i++) {
                int channel = i / inner % sums.length;
                sums[channel] += values[i];
                squares[channel] += (double) values[i] * values[i];
            }
            rows += values.length / sums.length;
            samples += result.dim(0);
        }

        /** Writes the product without its bias, and the normalization that gives what it gave. */
        void write(Graph.Builder out, Node node) {
            float[] bias = view.bias().orElseThrow().floats();
            float[] gain = new float[sums.length];
            float[] offset = new float[sums.length];
            float[] mean = new float[sums.length];
            float[] variance = new float[sums.length];
            for (int c = 0; c < sums.length; c++) {
                double middle = sums[c] / rows;
                if (!Double.isFinite(squares[c])) {
                    throw new IllegalArgumentException("samples: '" + view.output()
                            + "' is finite on every sample (expected numbers, was " + middle + ")");
                }
                variance[c] = (float) Math.max(0, squares[c] / rows - middle * middle);
                mean[c] = (float) (middle - bias[c]);
                gain[c] = (float) Math.sqrt(variance[c] + EPSILON);
                offset[c] = mean[c] + bias[c];
            }
            String name = node.output();
            String raw = out.node(
                    node.withInputs(node.inputs().subList(0, 2)).withOutputs(List.of(out.fresh(name + "_raw"))));
            List<String> inputs = List.of(
                    raw,
                    row(out, name + "_gain", gain),
                    row(out, name + "_offset", offset),
                    row(out, name + "_mean", mean),
                    row(out, name + "_variance", variance));
            out.node(Node.of("BatchNormalization", inputs, name).with("epsilon", (float) EPSILON));
        }

        private static String row(Graph.Builder out, String name, float[] values) {
            return out.constant(name, Tensor.ofFloats(values, values.length));
        }
    }
}
