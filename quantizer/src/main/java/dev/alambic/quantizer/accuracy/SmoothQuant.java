package dev.alambic.quantizer.accuracy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.statistics.ChannelStatistics;
import dev.alambic.quantizer.statistics.InputMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Moves range from activations with outlying channels to the weights of the MatMul and Gemm that read them: the
 * channels of x are divided by factors and the rows of W multiplied by them, which changes nothing in float32, but lets
 * one scale fit all channels of x.
 *
 * <p>All products that read one value share its factors. They go into the node that writes the value
 * (LayerNormalization, a Mul by a constant row, a product, through Relu and the like) if nothing else reads it; else a
 * Mul is inserted before the products, whose time is small beside theirs. Where the expected error would not fall by a
 * third, nothing is done.
 *
 * <p>Source: Xiao et al., <cite>SmoothQuant: Accurate and Efficient Post-Training Quantization for Large Language
 * Models</cite>, ICML 2023, equation 4. Searching alpha by the expected error of rounding is ours.
 */
public final class SmoothQuant implements Pass {
    private static final double WORTH_IT = 0.67;
    private static final int ALPHAS = 20;

    private final Iterable<Map<String, Tensor>> samples;
    private final Smoothing options;

    /** @param samples inputs of the model by name, such as it will meet; read once */
    public SmoothQuant(Iterable<Map<String, Tensor>> samples, Smoothing options) {
        this.samples = samples;
        this.options = options;
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Map<String, List<ProductView>> readers = new LinkedHashMap<>();
        for (ProductView unit : ProductView.all(model.graph())) {
            if (!unit.isConv()) {
                readers.computeIfAbsent(unit.input(), value -> new ArrayList<>())
                        .add(unit);
            }
        }
        List<ProductView> units =
                readers.values().stream().flatMap(List::stream).toList();
        if (units.isEmpty()) {
            return new Outcome(model, List.of("no MatMul or Gemm with a constant float32 weight: nothing to smooth"));
        }
        Map<String, ChannelStatistics> inputs = InputMoments.channels(model, units, samples);
        Placement placement = new Placement(model.graph());
        readers.forEach((value, group) -> {
            Migration migration =
                    new Migration(Objects.requireNonNull(inputs.get(group.get(0).output())), group);
            factors(migration).ifPresent(factors -> placement.place(value, group, factors, options.insert()));
        });
        return placement.isEmpty()
                ? Outcome.of(model)
                : new Outcome(model.withGraph(placement.written()), List.of(placement.note()));
    }

    private Optional<double[]> factors(Migration migration) {
        if (options.alpha().isPresent()) {
            return Optional.of(migration.factors(options.alpha().getAsDouble()));
        }
        double[] none = new double[migration.factors(0).length];
        Arrays.fill(none, 1);
        double least = WORTH_IT * migration.error(none);
        Optional<double[]> best = Optional.empty();
        for (int i = 0; i <= ALPHAS; i++) {
            double[] factors = migration.factors(i / (double) ALPHAS);
            double error = migration.error(factors);
            if (error < least) {
                least = error;
                best = Optional.of(factors);
            }
        }
        return best;
    }

    /** Where the factors of all values go. */
    private static final class Placement {
        private final Graph graph;
        private final Rescaling rescaling;
        private final Map<String, double[]> inserted = new HashMap<>();
        private final Map<String, List<ProductView>> readers = new HashMap<>();
        private int absorbed;

        Placement(Graph graph) {
            this.graph = graph;
            this.rescaling = new Rescaling(graph);
        }

        boolean isEmpty() {
            return rescaling.isEmpty();
        }

        void place(String value, List<ProductView> group, double[] factors, boolean insert) {
            double[] inverse = Arrays.stream(factors).map(factor -> 1 / factor).toArray();
            boolean alone = !graph.index().isOutput(value)
                    && graph.index().consumers(value).size() == group.size();
            Optional<ChannelSource> source =
                    alone ? ChannelSource.of(graph, value, factors.length, false) : Optional.empty();
            if (source.isPresent()) {
                source.get().multiply(rescaling, inverse);
                absorbed++;
            } else if (insert) {
                inserted.put(value, inverse);
                readers.put(value, group);
            } else {
                return;
            }
            for (ProductView unit : group) {
                rescaling.multiply(unit.node(), 1, factors, unit.layout()::position);
            }
        }

        Graph written() {
            Map<String, String> smooth = new HashMap<>();
            return graph.rewrite((out, node) -> {
                Node made = rescaling.applied(out, node);
                String value = node.inputs().isEmpty() ? "" : node.inputs().get(0);
                boolean reads = readers.getOrDefault(value, List.of()).stream()
                        .anyMatch(unit -> unit.node().equals(node));
                if (reads) {
                    made = made.withInput(0, smooth.computeIfAbsent(value, any -> multiplication(out, value)));
                }
                out.node(made);
            });
        }

        private String multiplication(Graph.Builder out, String value) {
            double[] factors = Objects.requireNonNull(inserted.get(value));
            float[] row = new float[factors.length];
            for (int k = 0; k < row.length; k++) {
                row[k] = (float) factors[k];
            }
            String name = out.constant(value + "_factors", Tensor.ofFloats(row, row.length));
            return out.node("Mul", List.of(value, name), value + "_smooth");
        }

        String note() {
            return String.format(
                    Locale.ROOT,
                    "%d values smoothed: %d by the node that writes them, %d by a multiplication",
                    absorbed + inserted.size(),
                    absorbed,
                    inserted.size());
        }
    }
}
