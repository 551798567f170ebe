package dev.alambic.quantizer.prune;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.structure.ChannelGroup;
import dev.alambic.onnx.structure.DependencyGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Scores the units of groups by a criterion. */
final class Importance {
    private final DependencyGraph graph;
    private final Criterion criterion;
    private final Map<String, float[]> floats = new HashMap<>();

    Importance(DependencyGraph graph, Criterion criterion) {
        this.graph = graph;
        this.criterion = criterion;
    }

    /**
     * Returns a number for each unit, higher for the more important; empty if the criterion says nothing of the group.
     */
    Optional<double[]> of(ChannelGroup group) {
        if (criterion instanceof Criterion.Random random) {
            Random chance = new Random(random.seed() ^ group.name().hashCode());
            return Optional.of(chance.doubles(group.width()).toArray());
        }
        if (criterion instanceof Criterion.Scores given) {
            return scores(group, given);
        }
        if (criterion instanceof Criterion.Lamp) {
            return norms(group, 2).map(Importance::lamp);
        }
        if (criterion instanceof Criterion.Fpgm) {
            return mean(group, matrices(group).filter(this::isProducer).toList(), this::distances);
        }
        if (criterion instanceof Criterion.BatchNormScale) {
            List<ChannelGroup.Member> scales =
                    group.members().stream().filter(this::isScale).toList();
            return scales.isEmpty() ? norms(group, 2) : mean(group, scales, member -> norm(group, member, 1));
        }
        return norms(group, criterion instanceof Criterion.L1 ? 1 : 2);
    }

    private Optional<double[]> norms(ChannelGroup group, int power) {
        return mean(group, matrices(group).toList(), member -> norm(group, member, power));
    }

    /** Returns the weights proper: neither biases nor the parameters of normalizations. */
    private Stream<ChannelGroup.Member> matrices(ChannelGroup group) {
        return group.members().stream()
                .filter(ChannelGroup.Member::isWeight)
                .filter(member ->
                        tensor(member).rank() > 1 && tensor(member).dataType().isFloating());
    }

    private Tensor tensor(ChannelGroup.Member member) {
        return graph.model().graph().constant(member.place().value()).orElseThrow();
    }

    private float[] values(ChannelGroup.Member member) {
        return floats.computeIfAbsent(
                member.place().value(), name -> tensor(member).floats());
    }

    private List<Node> readers(ChannelGroup.Member member) {
        return graph.model().graph().index().consumers(member.place().value());
    }

    /** Returns whether the axis is that of the filters, which make the channels, and not that which reads them. */
    private boolean isProducer(ChannelGroup.Member member) {
        return readers(member).stream()
                .flatMap(node -> graph.flows(node).stream())
                .anyMatch(flow -> flow.from().equals(member.place()));
    }

    private boolean isScale(ChannelGroup.Member member) {
        return member.isWeight()
                && readers(member).stream()
                        .anyMatch(node -> node.is("BatchNormalization")
                                && node.inputs().get(1).equals(member.place().value()));
    }

    /** Scores in one weight. */
    @FunctionalInterface
    private interface InMember {
        double[] of(ChannelGroup.Member member);
    }

    /** Returns the mean over {@code members} of scores that have mean 1 in each; empty if there is none. */
    private static Optional<double[]> mean(ChannelGroup group, List<ChannelGroup.Member> members, InMember scores) {
        if (members.isEmpty()) {
            return Optional.empty();
        }
        double[] mean = new double[group.width()];
        for (ChannelGroup.Member member : members) {
            double[] each = scores.of(member);
            double sum = Arrays.stream(each).sum();
            for (int unit = 0; unit < mean.length; unit++) {
                mean[unit] += sum == 0 ? 0 : each[unit] * mean.length / sum / members.size();
            }
        }
        return Optional.of(mean);
    }

    /** Returns the norm of each unit's part of a weight. */
    private double[] norm(ChannelGroup group, ChannelGroup.Member member, int power) {
        double[] byPosition = new double[member.size()];
        float[] values = values(member);
        int inner = inner(member);
        for (int i = 0; i < values.length; i++) {
            double value = Math.abs(values[i]);
            byPosition[i / inner % member.size()] += power == 1 ? value : value * value;
        }
        double[] norms = new double[group.width()];
        for (int unit = 0; unit < norms.length; unit++) {
            double sum =
                    member.positions().of(unit).mapToDouble(p -> byPosition[p]).sum();
            norms[unit] = power == 1 ? sum : Math.sqrt(sum);
        }
        return norms;
    }

    private int inner(ChannelGroup.Member member) {
        int inner = 1;
        for (int axis = member.place().axis() + 1; axis < tensor(member).rank(); axis++) {
            inner *= Math.toIntExact(tensor(member).dim(axis));
        }
        return inner;
    }

    /** Returns for each unit the sum of the Euclidean distances of its filter to all others. */
    private double[] distances(ChannelGroup.Member member) {
        int units = member.positions().units();
        List<float[]> filters = new ArrayList<>();
        for (int unit = 0; unit < units; unit++) {
            filters.add(filter(member, unit));
        }
        double[] sums = new double[units];
        for (int a = 0; a < units; a++) {
            for (int b = a + 1; b < units; b++) {
                double distance = distance(filters.get(a), filters.get(b));
                sums[a] += distance;
                sums[b] += distance;
            }
        }
        return sums;
    }

    private float[] filter(ChannelGroup.Member member, int unit) {
        float[] values = values(member);
        int inner = inner(member);
        int outer = values.length / inner / member.size();
        int[] positions = member.positions().of(unit).toArray();
        float[] filter = new float[outer * positions.length * inner];
        int next = 0;
        for (int o = 0; o < outer; o++) {
            for (int position : positions) {
                System.arraycopy(values, (o * member.size() + position) * inner, filter, next, inner);
                next += inner;
            }
        }
        return filter;
    }

    private static double distance(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            float difference = a[i] - b[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    private static double[] lamp(double[] norms) {
        double[] ascending = norms.clone();
        Arrays.sort(ascending);
        double[] tail = new double[ascending.length + 1];
        for (int i = ascending.length - 1; i >= 0; i--) {
            tail[i] = tail[i + 1] + ascending[i] * ascending[i];
        }
        return Arrays.stream(norms)
                .map(norm -> {
                    double rest = tail[Math.abs(Arrays.binarySearch(ascending, norm))];
                    return rest == 0 ? 0 : norm * norm / rest;
                })
                .toArray();
    }

    private static Optional<double[]> scores(ChannelGroup group, Criterion.Scores given) {
        double[] sums = new double[group.width()];
        int found = 0;
        for (ChannelGroup.Member member : group.members()) {
            List<Double> byPosition = given.byTensor().get(member.place().value());
            if (byPosition != null && byPosition.size() == member.size()) {
                found++;
                for (int unit = 0; unit < sums.length; unit++) {
                    sums[unit] += member.positions()
                            .of(unit)
                            .mapToDouble(byPosition::get)
                            .average()
                            .orElse(0);
                }
            }
        }
        return found == 0 ? Optional.empty() : Optional.of(sums);
    }
}
