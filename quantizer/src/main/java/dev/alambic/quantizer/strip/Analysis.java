package dev.alambic.quantizer.strip;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.structure.ChannelCut;
import dev.alambic.onnx.structure.ChannelGroup;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.onnx.structure.ValueAxis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Finds the units that nobody needs.
 *
 * <p>Forward, in the order of the graph: which channels are constant for every input ({@link ConstantFlow}). Then, to
 * the least fixed point: a unit is needed if it cannot be cut, if cutting it would change more than what is cut, or if
 * a needed sum reads it with a weight other than zero and cannot take it as a constant into its bias. What is not
 * needed is cut: zeroed and constant channels as well as those that nobody reads.
 */
final class Analysis {
    private final DependencyGraph graph;
    private final ConstantFlow constants;
    private final List<Sum> sums = new ArrayList<>();
    private final BitSet needed = new BitSet();
    private final Map<Integer, String> reasons = new HashMap<>();

    private Analysis(OnnxModel model) {
        this.graph = DependencyGraph.of(model);
        this.constants = new ConstantFlow(graph);
        Sums factory = new Sums(graph);
        for (Node node : model.graph().nodes()) {
            List<Sum> ofNode = factory.of(node);
            constants.follow(node, ofNode);
            sums.addAll(ofNode);
        }
    }

    static Analysis of(OnnxModel model) {
        Analysis analysis = new Analysis(model);
        for (ValueAxis place : analysis.graph.places()) {
            for (int unit : analysis.units(place)) {
                analysis.graph
                        .fixedBecause(unit)
                        .or(() -> analysis.graph.inexactBecause(unit))
                        .ifPresent(reason -> analysis.need(unit, reason));
            }
        }
        do {
            analysis.settle();
        } while (analysis.keepOne());
        return analysis;
    }

    private int[] units(ValueAxis place) {
        return graph.units(place).orElse(new int[0]);
    }

    private boolean need(int unit, String reason) {
        if (needed.get(unit)) {
            return false;
        }
        needed.set(unit);
        reasons.put(unit, reason);
        return true;
    }

    private void settle() {
        boolean news = true;
        while (news) {
            news = false;
            for (int i = sums.size() - 1; i >= 0; i--) {
                news |= propagate(sums.get(i));
            }
        }
    }

    private boolean propagate(Sum sum) {
        int[] inputs = units(sum.input());
        int[] outputs = units(sum.output());
        Optional<ChannelConstants> known = constants.at(sum.input());
        boolean news = false;
        BitSet read = new BitSet();
        for (int o = 0; o < sum.outputs(); o++) {
            if (outputs.length == 0 || needed.get(outputs[o])) {
                read.or(sum.reads(o));
            }
        }
        for (int i = read.nextSetBit(0); i >= 0 && i < inputs.length; i = read.nextSetBit(i + 1)) {
            double value = known.isPresent() ? known.get().at(i) : Double.NaN;
            if (!sum.absorbs(value)) {
                news |= need(inputs[i], reason(sum, value));
            }
        }
        return news;
    }

    private static String reason(Sum sum, double value) {
        if (Double.isNaN(value)) {
            return "it is not constant where " + sum.node().label() + " reads it";
        }
        boolean padded = sum.node().is("Conv");
        return sum.node().label()
                + (padded ? " pads with zeros, the channel is " : " cannot take in a channel that is ")
                + (float) value;
    }

    /** Keeps a position of the last axis that would lose all; returns whether there was one. */
    private boolean keepOne() {
        List<ValueAxis> places = graph.places();
        for (int i = places.size() - 1; i >= 0; i--) {
            int[] units = units(places.get(i));
            if (units.length > 0 && Arrays.stream(units).noneMatch(needed::get)) {
                return need(units[0], "one must stay");
            }
        }
        return false;
    }

    StripPlan plan() {
        List<ChannelCut> cuts = new ArrayList<>();
        for (ChannelGroup group : graph.groups()) {
            List<Integer> gone = IntStream.range(0, group.width())
                    .filter(index -> !needed.get(graph.unit(group, index)))
                    .boxed()
                    .toList();
            if (!gone.isEmpty()) {
                cuts.add(new ChannelCut(group, gone));
            }
        }
        return new StripPlan(cuts, kept());
    }

    /** Returns the constant channels that stay, where a sum or a normalization writes them. */
    private List<StripPlan.Kept> kept() {
        List<StripPlan.Kept> kept = new ArrayList<>();
        for (Sum sum : sums) {
            constants
                    .at(sum.output())
                    .filter(known -> !sum.output().equals(sum.input()))
                    .ifPresent(known -> {
                        int[] units = units(sum.output());
                        Map<String, List<Integer>> byReason = new TreeMap<>();
                        for (int c = 0; c < units.length; c++) {
                            if (known.isKnown(c) && needed.get(units[c])) {
                                byReason.computeIfAbsent(
                                                reasons.getOrDefault(units[c], ""), reason -> new ArrayList<>())
                                        .add(c);
                            }
                        }
                        byReason.forEach((reason, channels) ->
                                kept.add(new StripPlan.Kept(sum.output().value(), channels, reason)));
                    });
        }
        return kept;
    }

    /** Returns the model without the units that nobody needs. */
    OnnxModel cut() {
        BitSet removed = new BitSet();
        graph.places().forEach(place -> Arrays.stream(units(place)).forEach(removed::set));
        removed.andNot(needed);
        return Bias.shifted(graph.without(removed), shifts(removed));
    }

    /** Returns what constant channels that go have added to the outputs that stay, by the value that a sum writes. */
    private Map<String, float[]> shifts(BitSet removed) {
        Map<String, float[]> shifts = new LinkedHashMap<>();
        for (Sum sum : sums) {
            Optional<ChannelConstants> known = constants.at(sum.input());
            if (known.isPresent()) {
                float[] shift = shift(sum, known.get(), removed);
                if (!Arrays.equals(shift, new float[shift.length])) {
                    shifts.put(sum.output().value(), shift);
                }
            }
        }
        return shifts;
    }

    private float[] shift(Sum sum, ChannelConstants known, BitSet removed) {
        int[] inputs = units(sum.input());
        int[] outputs = units(sum.output());
        BitSet gone = new BitSet();
        IntStream.range(0, inputs.length).filter(i -> removed.get(inputs[i])).forEach(gone::set);
        int[] stays = IntStream.range(0, sum.outputs())
                .filter(o -> outputs.length == 0 || !removed.get(outputs[o]))
                .toArray();
        float[] shift = new float[stays.length];
        for (int k = 0; k < stays.length; k++) {
            BitSet absorbed = (BitSet) gone.clone();
            absorbed.and(sum.reads(stays[k]));
            shift[k] = (float) sum.contribution(stays[k], absorbed, known);
        }
        return shift;
    }
}
