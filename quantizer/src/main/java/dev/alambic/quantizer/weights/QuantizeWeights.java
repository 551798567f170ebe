package dev.alambic.quantizer.weights;

import dev.alambic.onnx.Graph;
import dev.alambic.onnx.Node;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.UnsupportedModelException;
import dev.alambic.quantizer.pass.Outcome;
import dev.alambic.quantizer.pass.Pass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Makes integers of the weights of MatMul and Gemm, and of embedding tables; activations stay as they are.
 *
 * <pre>{@code
 * RUNTIME    Y = MatMulNBits(A, codes, scales)              (+ bias)
 *            Y = GatherBlockQuantized(codes, indices, scales)
 * STANDARD   Y = MatMul(A, DequantizeLinear(codes, scales))
 *            Y = DequantizeLinear(Gather(codes, indices), Gather(scales, indices))
 * }</pre>
 */
public final class QuantizeWeights implements Pass {
    static final String RUNTIME_DOMAIN = "com.microsoft";
    private static final long BLOCKS_OPSET = 21;
    private static final long AXIS_OPSET = 13;

    private final WeightOnlyOptions options;
    private final List<Pattern> excluded;

    public QuantizeWeights(WeightOnlyOptions options) {
        this.options = options;
        this.excluded = options.excluded().stream().map(Pattern::compile).toList();
    }

    @Override
    public Promise promise() {
        return Promise.LOSSY;
    }

    /** Returns the lowest opset that the operators of {@code options} have. */
    public static long opset(WeightOnlyOptions options) {
        if (options.form() == WeightOnlyOptions.Form.STANDARD) {
            return options.block() > 0 || options.embeddings() ? BLOCKS_OPSET : AXIS_OPSET;
        }
        return options.convolutions() || (options.block() == 0 && !options.symmetric()) ? AXIS_OPSET : 7;
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
        Run run = new Run(model.graph());
        Graph written = model.graph().rewrite(run::accept);
        if (run.count == 0) {
            run.notes.add("no MatMul, Gemm or Gather with a large enough constant weight: nothing to do");
            return new Outcome(model, run.notes);
        }
        boolean imports =
                written.nodes().stream().anyMatch(node -> node.domain().equals(RUNTIME_DOMAIN));
        OnnxModel made = model.withGraph(written.edit(out -> out.valueInfos(List.of())));
        return new Outcome(
                imports && !model.opsets().containsKey(RUNTIME_DOMAIN) ? made.withOpset(RUNTIME_DOMAIN, 1) : made,
                run.notes);
    }

    private Rounding rounding(Grid grid) {
        return switch (options.method()) {
            case RTN -> new RoundToNearest(grid);
            case HQQ -> new HalfQuadratic(grid, HalfQuadratic.FORGIVING);
            default -> new HalfQuadratic(grid, HalfQuadratic.SQUARES);
        };
    }

    /** One run over a graph. */
    private final class Run {
        private final Graph graph;
        private final Map<String, Optional<Carrier.Reader>> known = new HashMap<>();
        private final List<String> notes = new ArrayList<>();
        private int count;

        Run(Graph graph) {
            this.graph = graph;
        }

        void accept(Graph.Builder out, Node node) {
            Optional<Carrier.Reader> reader =
                    Unit.of(graph, node).filter(this::isWanted).flatMap(unit -> reader(out, unit));
            if (reader.isEmpty()) {
                out.node(node);
                return;
            }
            count++;
            reader.get().write(out, node);
        }

        private boolean isWanted(Unit unit) {
            boolean chosen = switch (unit.kind()) {
                case PRODUCT -> true;
                case TABLE -> options.embeddings();
                case CONVOLUTION -> options.convolutions();
            };
            return chosen
                    && unit.matrix().tensor().elementCount() >= options.minElements()
                    && excluded.stream()
                            .noneMatch(each -> each.matcher(unit.node().name()).matches()
                                    || each.matcher(unit.weight()).matches());
        }

        /** Returns what {@code unit} reads instead of its weight; one weight is rounded once for all of its readers. */
        private Optional<Carrier.Reader> reader(Graph.Builder out, Unit unit) {
            String key = unit.kind() + " " + unit.matrix().columnsFirst() + " " + unit.weight();
            return known.computeIfAbsent(key, any -> {
                Carrier carrier = Carrier.of(unit, options);
                Optional<Quantized> made = Quantized.of(unit.matrix(), carrier, rounding(carrier.grid()));
                if (made.isEmpty()) {
                    notes.add("'" + unit.weight() + "' stays as it is: not all of its elements are finite");
                }
                return made.map(quantized -> carrier.store(out, quantized));
            });
        }
    }
}
