package dev.alambic.quantizer.strip;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.operator.Trait;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.onnx.structure.Flow;
import dev.alambic.onnx.structure.ValueAxis;
import dev.alambic.onnx.view.KernelView;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows channels that are constant for every input through the graph, in its order: from weights that are zero,
 * through operators that move channels or compute each alone, into sums all of whose inputs are constant.
 */
final class ConstantFlow {
    private static final Trait MOVES = Trait.of(
            "Concat Expand Gather GlobalAveragePool GlobalMaxPool Identity MaxPool ReduceMax ReduceMean ReduceMin Slice"
                    + " Split Tile Transpose",
            Trait.RESHAPE);
    private static final Trait KEEP_ZERO = Trait.of("AveragePool MatMul Pad Resize Upsample");

    private final DependencyGraph dependencies;
    private final Graph graph;
    private final ElementwiseConstants elementwise;
    private final Map<ValueAxis, ChannelConstants> known = new HashMap<>();

    ConstantFlow(DependencyGraph dependencies) {
        this.dependencies = dependencies;
        this.graph = dependencies.model().graph();
        this.elementwise = new ElementwiseConstants(dependencies, known);
    }

    /** Returns the constants along {@code place}, empty if no position is known to be one. */
    Optional<ChannelConstants> at(ValueAxis place) {
        return Optional.ofNullable(known.get(place));
    }

    /** Notes what {@code node} makes of constants; nodes come in the order of the graph. */
    void follow(Node node, List<Sum> sums) {
        if (!node.isStandard()) {
            return;
        }
        if (MOVES.isOf(node.opType()) || (node.is("AveragePool") && !countsPadding(node))) {
            moved(node, false);
        } else if (sums.size() == 1) {
            note(sums.get(0).output(), summed(sums.get(0)));
        } else if (node.is("Conv") && node.intAttribute("group", 1) > 1) {
            grouped(node);
        } else if (sums.size() == 2) {
            RecurrentConstants.of(node, this::note, dependencies);
        } else if (KEEP_ZERO.isOf(node.opType())) {
            moved(node, true);
        } else {
            elementwise.of(node).ifPresent(found -> note(found.place(), found));
        }
    }

    private void note(ValueAxis place, @Nullable ChannelConstants constants) {
        if (constants != null
                && constants.isAnyKnown()
                && dependencies.units(place).isPresent()) {
            known.put(place, constants);
        }
    }

    private static boolean countsPadding(Node node) {
        return node.intAttribute("count_include_pad", 0) != 0 && Sums.isPadded(node);
    }

    /** Carries constants along the flows: a position that several lead to is constant if they agree. */
    private void moved(Node node, boolean zeroOnly) {
        Map<ValueAxis, double[]> made = new HashMap<>();
        Map<ValueAxis, BitSet> seen = new HashMap<>();
        for (Flow flow : dependencies.flows(node)) {
            int size = dependencies.units(flow.to()).map(units -> units.length).orElse(0);
            double[] values = made.computeIfAbsent(flow.to(), place -> ChannelConstants.unknown(size));
            BitSet written = seen.computeIfAbsent(flow.to(), place -> new BitSet());
            ChannelConstants from = known.get(flow.from());
            for (int i = 0; i < flow.pairs().count(); i++) {
                int to = flow.pairs().to(i);
                double value = from == null ? Double.NaN : from.at(flow.pairs().from(i));
                if (zeroOnly) {
                    values[to] = value == 0 ? 0 : values[to];
                } else {
                    values[to] = !written.get(to) || values[to] == value ? value : Double.NaN;
                }
                written.set(to);
            }
        }
        made.forEach((place, values) -> {
            if (node.outputs().contains(place.value()) && keepsZero(node)) {
                note(place, new ChannelConstants(place, values));
            }
        });
    }

    /** Returns whether what is put beside or between zeros is zero too. */
    private boolean keepsZero(Node node) {
        if (node.is("Pad")) {
            boolean zeros = node.textAttribute("mode", "constant").equals("constant")
                    && node.floatAttribute("value", 0) == 0
                    && (node.input(2).isEmpty()
                            || graph.floatingConstant(node, 2)
                                    .filter(value -> value.floats()[0] == 0)
                                    .isPresent());
            return zeros || !node.textAttribute("mode", "constant").equals("constant");
        }
        return !node.textAttribute("coordinate_transformation_mode", "").equals("tf_crop_and_resize");
    }

    private @Nullable ChannelConstants summed(Sum sum) {
        if (sum.node().is("Gemm") && sum.output().axis() == 0) {
            return null; // its bias goes along the other axis
        }
        Optional<float[]> bias = sum.node().is("MatMul")
                ? Optional.of(new float[sum.outputs()])
                : Bias.of(graph, sum.node(), sum.outputs());
        if (bias.isEmpty()) {
            return null;
        }
        ChannelConstants input = known.get(sum.input());
        double[] values = ChannelConstants.unknown(sum.outputs());
        for (int o = 0; o < values.length; o++) {
            boolean isConstant = sum.reads(o).stream().allMatch(i -> input != null && sum.absorbs(input.at(i)));
            if (isConstant) {
                values[o] = bias.get()[o] + (input == null ? 0 : sum.contribution(o, sum.reads(o), input));
            }
        }
        return new ChannelConstants(sum.output(), values);
    }

    /** Conv of several groups: each output reads the channels of its own. */
    private void grouped(Node node) {
        Optional<Tensor> weight = graph.floatingConstant(node, 1);
        if (weight.isEmpty()) {
            return;
        }
        KernelView kernels = new KernelView(weight.get(), 0);
        Optional<float[]> bias = Bias.of(graph, node, kernels.outputs());
        if (bias.isEmpty()) {
            return;
        }
        int perGroup = kernels.outputs() / Math.toIntExact(node.intAttribute("group", 1));
        ChannelConstants input = known.get(new ValueAxis(node.inputs().get(0), 1));
        boolean padded = Sums.isPadded(node);
        BitSet[] used = kernels.used();
        double[] sums = kernels.sums();
        double[] values = ChannelConstants.unknown(used.length);
        for (int o = 0; o < values.length; o++) {
            double sum = bias.get()[o];
            for (int j : used[o].stream().toArray()) {
                double value = input == null ? Double.NaN : input.at(o / perGroup * kernels.inputs() + j);
                sum += padded && value != 0 ? Double.NaN : value * sums[o * kernels.inputs() + j];
            }
            values[o] = sum;
        }
        note(new ValueAxis(node.output(), 1), new ChannelConstants(new ValueAxis(node.output(), 1), values));
    }
}
