package dev.alambic.quantizer.prune;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.cost.ModelCost;
import dev.alambic.onnx.graph.Dim;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.structure.ChannelCut;
import dev.alambic.onnx.structure.DependencyGraph;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Finds the smallest part of the channels that reaches a target, by halving. */
record Search(DependencyGraph graph, Selection selection, ChannelPruning options) {
    private static final double MOST = 0.99;
    private static final int HALVINGS = 12;
    private static final int MEASURED_HALVINGS = 6;

    PrunePlan reach() {
        PruningTarget target = options.target();
        if (target instanceof PruningTarget.Ratio given) {
            return plan(given.ratio());
        }
        if (target instanceof PruningTarget.Parameters goal) {
            return search(
                    (double) goal.most(),
                    "parameters",
                    plan -> (double) plan.after().parameters(),
                    HALVINGS);
        }
        if (target instanceof PruningTarget.Macs goal) {
            return search(
                    (double) goal.most(), "macs", plan -> (double) plan.after().macs(), HALVINGS);
        }
        PruningTarget.Latency goal = (PruningTarget.Latency) target;
        return search(
                goal.mostMillis(),
                "milliseconds",
                plan -> goal.meter().millis(graph.without(plan.cuts())),
                MEASURED_HALVINGS);
    }

    private PrunePlan search(double most, String what, ToDoubleFunction<PrunePlan> cost, int halvings) {
        PrunePlan whole = plan(0);
        if (cost.applyAsDouble(whole) <= most) {
            return whole;
        }
        PrunePlan best = plan(MOST);
        double least = cost.applyAsDouble(best);
        if (least > most) {
            throw new IllegalArgumentException("target: " + what + " that pruning can reach (expected at least "
                    + number(least) + ", was " + number(most) + ")");
        }
        double low = 0;
        double high = MOST;
        for (int i = 0; i < halvings; i++) {
            PrunePlan middle = plan((low + high) / 2);
            if (cost.applyAsDouble(middle) <= most) {
                high = middle.ratio();
                best = middle;
            } else {
                low = middle.ratio();
            }
        }
        return best;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : String.format(Locale.ROOT, "%.3f", value);
    }

    private PrunePlan plan(double ratio) {
        List<PrunePlan.GroupPlan> groups = selection.at(ratio);
        BitSet removed = new BitSet();
        for (PrunePlan.GroupPlan group : groups) {
            ChannelCut cut = group.cut();
            cut.units().forEach(index -> removed.set(graph.unit(cut.group(), index)));
        }
        return new PrunePlan(groups, cost(new BitSet()), cost(removed), ratio, options);
    }

    private PrunePlan.Cost cost(BitSet removed) {
        OnnxModel model = graph.model();
        ModelCost cost = ModelCost.of(model.graph(), graph.shapesWithout(removed));
        return new PrunePlan.Cost(cost.parameters(), cost.macs() / samples(model));
    }

    /** Returns how many samples the run had that extents were seen in; 1 if not every input says so by name. */
    private long samples(OnnxModel model) {
        long samples = 0;
        for (ValueInfo input : model.graph().requiredInputs()) {
            boolean isBatch = input.type() != null
                    && input.type().shape() != null
                    && input.type().shape().rank() > 0
                    && input.type().shape().dim(0) instanceof Dim.Named;
            long extent = graph.dims(input.name())
                    .filter(dims -> isBatch)
                    .map(dims -> dims[0])
                    .orElse(1L);
            samples = samples == 0 || samples == extent ? extent : 1;
        }
        return Math.max(1, samples);
    }
}
