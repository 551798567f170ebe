package dev.alambic.quantizer.prune;

import dev.alambic.onnx.structure.ChannelCut;
import dev.alambic.onnx.structure.ChannelGroup;
import dev.alambic.onnx.structure.DependencyGraph;
import dev.alambic.onnx.structure.Evidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Chooses the least important units of each group for a part of all that is to go. */
final class Selection {
    private final ChannelPruning options;
    private final Map<ChannelGroup, String> left;
    private final Map<ChannelGroup, double[]> scores = new LinkedHashMap<>();
    private final double[] ascending;

    /** @param left why a group is left alone, empty if it is not */
    Selection(DependencyGraph graph, ChannelPruning options, Map<ChannelGroup, String> left) {
        this.options = options;
        this.left = new LinkedHashMap<>(left);
        Map<String, float[]> floats = new HashMap<>();
        left.forEach((group, reason) -> {
            if (reason.isEmpty()) {
                Optional<double[]> found = options.criterion().scores(Evidence.of(graph, group, floats));
                found.ifPresentOrElse(
                        values -> scores.put(group, values),
                        () -> this.left.put(group, "the criterion has no score for it"));
            }
        });
        this.ascending = scores.values().stream()
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
    }

    /** Returns what happens to each group if {@code ratio} of the channels are to go. */
    List<PrunePlan.GroupPlan> at(double ratio) {
        List<PrunePlan.GroupPlan> plans = new ArrayList<>();
        left.forEach((group, reason) -> plans.add(
                reason.isEmpty()
                        ? cut(group, ratio)
                        : new PrunePlan.GroupPlan(new ChannelCut(group, List.of()), reason)));
        return plans;
    }

    private PrunePlan.GroupPlan cut(ChannelGroup group, double ratio) {
        double[] values = scores.getOrDefault(group, new double[0]);
        int keep = options.widths().nearest(group, wanted(values, ratio));
        List<Integer> gone = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer unit) -> values[unit]))
                .limit(values.length - keep)
                .toList();
        String reason = gone.isEmpty() ? whole(group, ratio) : "";
        return new PrunePlan.GroupPlan(new ChannelCut(group, gone), reason);
    }

    private String whole(ChannelGroup group, double ratio) {
        Widths widths = options.widths();
        return ratio > 0 && widths.nearest(group, 0) >= group.width()
                ? "no width below is a multiple of " + widths.multipleOf() + " and at least " + widths.atLeast()
                : "its channels are important, or the width is rounded up to it";
    }

    /** Returns how many units of those with these scores would stay without rounding. */
    private double wanted(double[] values, double ratio) {
        if (options.scope() == Scope.LOCAL) {
            return values.length * (1 - ratio);
        }
        int gone = (int) Math.round(ratio * ascending.length);
        double threshold = gone == 0 ? Double.NEGATIVE_INFINITY : ascending[gone - 1];
        return Arrays.stream(values).filter(value -> value > threshold).count();
    }
}
