package dev.alambic.quantizer.weightonly;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.view.ProductView;
import dev.alambic.onnx.view.TiedProduct;
import dev.alambic.quantizer.explain.FloatProducts;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import dev.alambic.quantizer.statistics.Gram;
import dev.alambic.quantizer.statistics.InputMoments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Makes integers of the weights of MatMul and Gemm, and of embedding tables; activations stay as they are.
 *
 * <pre>{@code
 * RUNTIME    Y = MatMulNBits(A, codes, scales)              (+ bias)
 *            Y = GatherBlockQuantized(codes, indices, scales)
 * FOLDED     Y = MatMul(A, Cast(codes) * scales)
 * STANDARD   Y = MatMul(A, DequantizeLinear(codes, scales))
 *            Y = DequantizeLinear(Gather(codes, indices), Gather(scales, indices))
 * }</pre>
 *
 * <p>A table by whose transpose products multiply is stored once: those read the same codes, see {@link TiedProduct}.
 */
public final class QuantizeWeights implements Pass.Lossy {
    static final String RUNTIME_DOMAIN = "com.microsoft";
    private static final long FOUR_BITS_OPSET = 21;
    private static final long AXIS_OPSET = 13;
    private static final long PLAIN_OPSET = 7;

    private final WeightOnlyOptions options;
    private final List<Pattern> excluded;

    private final Iterable<Map<String, Tensor>> samples;

    /** @throws IllegalArgumentException if the method needs samples */
    public QuantizeWeights(WeightOnlyOptions options) {
        this(options, List.of());
        if (options.method() == WeightOnlyOptions.Method.GPTQ) {
            throw new IllegalArgumentException("weights: GPTQ needs samples (expected 1 or more, was 0)");
        }
    }

    /** @param samples inputs of the model by name, read once, and only if the method needs them */
    public QuantizeWeights(WeightOnlyOptions options, Iterable<Map<String, Tensor>> samples) {
        this.options = options;
        this.samples = samples;
        this.excluded =
                options.chosen().excluded().stream().map(Pattern::compile).toList();
    }

    /** Returns the lowest opset that the operators of {@code options} have. */
    public static long opset(WeightOnlyOptions options) {
        return switch (options.form()) {
            case STANDARD ->
                options.codes().block() > 0 || options.chosen().embeddings() ? FOUR_BITS_OPSET : AXIS_OPSET;
            case FOLDED -> options.codes().bits() == 4 ? FOUR_BITS_OPSET : PLAIN_OPSET;
            case RUNTIME -> PLAIN_OPSET;
        };
    }

    @Override
    public void requires(OnnxModel model) {
        if (model.opset() < opset(options)) {
            throw new UnsupportedModelException("model: weights in this form need a later opset (expected "
                    + opset(options) + ", was " + model.opset() + ")");
        }
    }

    @Override
    public Outcome apply(OnnxModel model) {
        Run run = new Run(model);
        Graph written = model.graph().rewrite(run::accept);
        if (run.count == 0) {
            run.notes.add("no MatMul, Gemm or Gather with a large enough constant weight: nothing to do");
        }
        run.notes.addAll(run.reasons());
        if (run.count == 0) {
            return new Outcome(model, run.notes);
        }
        boolean imports =
                written.nodes().stream().anyMatch(node -> node.domain().equals(RUNTIME_DOMAIN));
        OnnxModel made = model.withGraph(written.edit(out -> out.valueInfos(List.of())));
        return new Outcome(
                imports && !model.opsets().containsKey(RUNTIME_DOMAIN) ? made.withOpset(RUNTIME_DOMAIN, 1) : made,
                run.notes);
    }

    /** One run over a graph. */
    private final class Run {
        private final Graph graph;
        private final Map<String, Gram> grams;
        private final Map<String, Optional<Carrier.Reader>> known = new HashMap<>();
        private final List<String> notes = new ArrayList<>();
        private final Set<Node> written = new HashSet<>();
        private int count;

        Run(OnnxModel model) {
            this.graph = model.graph();
            this.grams = options.method() == WeightOnlyOptions.Method.GPTQ ? grams(model) : Map.of();
        }

        private Map<String, Gram> grams(OnnxModel model) {
            List<ProductView> products = graph.nodes().stream()
                    .flatMap(node -> unit(node).stream())
                    .filter(unit -> unit.kind() == CompressibleWeight.Kind.PRODUCT)
                    .flatMap(unit -> ProductView.of(graph, unit.node()).stream())
                    .toList();
            return InputMoments.grams(model, products, samples);
        }

        private CodeSearch rounding(CompressibleWeight unit, Grid grid) {
            Gram gram = grams.get(unit.node().output());
            if (gram != null) {
                return new ErrorFeedback(grid, Curvature.of(gram));
            }
            return switch (options.method()) {
                case RTN -> new RoundToNearest(grid);
                case HQQ -> new HalfQuadratic(grid, HalfQuadratic.FORGIVING);
                case LEAST_SQUARES, GPTQ -> new HalfQuadratic(grid, HalfQuadratic.SQUARES);
            };
        }

        void accept(Graph.Builder out, Node node) {
            Optional<Carrier.Reader> reader = unit(node).flatMap(unit -> reader(out, unit));
            if (reader.isEmpty()) {
                out.node(node);
                return;
            }
            count++;
            written.add(node);
            reader.get().write(out, node);
        }

        private Optional<CompressibleWeight> unit(Node node) {
            return CompressibleWeight.tied(graph, node)
                    .filter(this::isWanted)
                    .or(() -> CompressibleWeight.of(graph, node).filter(this::isWanted));
        }

        /** Returns why the weights that are left stay as they are. */
        List<String> reasons() {
            WeightReasons reasons = new WeightReasons(graph, options, excluded);
            return FloatProducts.sentences(graph, node -> written.contains(node) ? Optional.empty() : reasons.of(node));
        }

        private boolean isWanted(CompressibleWeight unit) {
            boolean chosen = switch (unit.kind()) {
                case PRODUCT -> true;
                case TABLE, TIED ->
                    options.chosen().embeddings() && !isScale(unit.node().output());
                case CONVOLUTION -> options.chosen().convolutions();
            };
            return chosen
                    && unit.matrix().tensor().elementCount() >= options.chosen().minElements()
                    && readers(unit).noneMatch(node -> WeightReasons.isExcluded(excluded, node, unit.weight()));
        }

        /** Returns the nodes of which all must be wanted. */
        private Stream<Node> readers(CompressibleWeight unit) {
            if (unit.kind() != CompressibleWeight.Kind.TIED) {
                return Stream.of(unit.node());
            }
            return Stream.concat(
                    graph.index().consumers(unit.weight()).stream(),
                    TiedProduct.all(graph, unit.weight()).stream().map(TiedProduct::node));
        }

        /** Returns whether {@code value} is what a quantized table's words are multiplied by. */
        private boolean isScale(String value) {
            return graph.index().consumers(value).stream()
                    .anyMatch(reader -> reader.is("DequantizeLinear")
                            && !reader.inputs().get(0).equals(value));
        }

        /** Returns what {@code unit} reads instead of its weight; one weight is rounded once for all of its readers. */
        private Optional<Carrier.Reader> reader(Graph.Builder out, CompressibleWeight unit) {
            String key = unit.kind() + " " + unit.matrix().columnsFirst() + " " + unit.weight();
            return known.computeIfAbsent(key, any -> {
                Carrier carrier = Carrier.of(unit, options);
                Optional<Quantized> made = Quantized.of(unit.matrix(), carrier, rounding(unit, carrier.grid()));
                return made.map(quantized -> carrier.store(out, quantized));
            });
        }
    }
}
