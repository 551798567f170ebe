package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reshape, Flatten, Squeeze and Unsqueeze: an axis that is merged with others becomes blocks of positions, one that is
 * split stays cuttable as its outermost part, so that of attention heads a whole head is cut; where queries, keys and
 * values are one weight, [3 * heads * width] seen as [3, heads, width], a head goes from all three.
 */
final class Reshape implements AxisRule {
    private static final int QUERY_KEY_VALUE = 3;

    @Override
    public void couple(Site site) {
        long[] before = site.dims(0);
        long[] after = site.outputDims(0);
        if (before == null || after == null || Arrays.stream(before).anyMatch(extent -> extent == 0)) {
            return;
        }
        List<Regrouping.Run> runs = Regrouping.of(before, after);
        if (site.node().is("Reshape")
                && target(site.constant(1), runs, before, after, axis -> site.isTracked(0, axis)) == null) {
            return;
        }
        runs.forEach(run -> couple(site, run, before, after));
        if (site.has(1)) {
            site.ignore(1, 0);
        }
    }

    private static void couple(Site site, Regrouping.Run run, long[] before, long[] after) {
        int[] tracked = IntStream.range(run.from(), run.to())
                .filter(axis -> before[axis] > 1 && site.isTracked(0, axis))
                .toArray();
        IntStream.range(run.from(), run.to())
                .filter(axis -> tracked.length == 0 || before[axis] == 1)
                .forEach(axis -> site.ignore(0, axis));
        if (tracked.length == 1) {
            Span from = Span.of(before, tracked[0], run.to());
            for (int axis = first(run, after); axis < run.outputTo(); axis++) {
                Span to = Span.of(after, axis, run.outputTo());
                Optional<PositionPairs> pairs = to.size() == 1 ? Optional.empty() : from.pairs(to);
                if (pairs.isPresent()) {
                    site.flow(0, tracked[0], 0, axis, pairs.get());
                    return;
                }
            }
        }
    }

    /** Returns the outermost part that may be cut; the second where queries, keys and values are split as one. */
    private static int first(Regrouping.Run run, long[] after) {
        int from = run.outputFrom();
        boolean isStack = run.outputTo() - from > 2 && after[from] == QUERY_KEY_VALUE;
        return isStack ? from + 1 : from;
    }

    /** An axis as part of a run that counts through all its positions: index = position / inner % size. */
    private record Span(long inner, long size) {

        static Span of(long[] dims, int axis, int end) {
            return new Span(Arrays.stream(dims, axis + 1, end).reduce(1, Math::multiplyExact), dims[axis]);
        }

        private long outer() {
            return inner * size;
        }

        /** Returns which of this axis' positions are which of the other's, empty if neither determines the other. */
        Optional<PositionPairs> pairs(Span to) {
            if (to.inner <= inner && outer() <= to.outer() && inner % to.inner == 0) {
                long block = inner / to.inner;
                return Optional.of(PositionPairs.bySource((int) to.size, i -> (int) (i / block % size), i -> i));
            }
            if (inner <= to.inner && to.outer() <= outer() && to.inner % inner == 0) {
                long block = to.inner / inner;
                return Optional.of(PositionPairs.bySource((int) size, i -> i, i -> (int) (i / block % to.size)));
            }
            return Optional.empty();
        }
    }

    /**
     * Returns a target of Reshape that holds after a cut too: the given one where it is a constant, else 0 where an
     * axis stays, the extents where one axis, whose extent is known, is split, −1 once; null if that does not say all.
     *
     * @param given the constant target, if it is one
     * @param isKnown whether an axis of the input comes from weights, so that it has the same extent in every run
     */
    private static long @Nullable [] target(
            Optional<Tensor> given, List<Regrouping.Run> runs, long[] before, long[] after, IntPredicate isKnown) {
        if (given.isPresent()) {
            return given.get().longs();
        }
        long[] target = new long[after.length];
        Arrays.fill(target, -1);
        for (Regrouping.Run run : runs) {
            // which of several axes of extent 1 corresponds to which is not known
            if (run.isSingle() && run.from() == run.outputFrom() && before[run.from()] > 1) {
                target[run.outputFrom()] = 0;
            } else if (run.to() - run.from() == 1 && isKnown.test(run.from())) {
                for (int axis = run.outputFrom(); axis < run.outputTo(); axis++) {
                    target[axis] = after[axis];
                }
            }
        }
        return Arrays.stream(target).filter(extent -> extent == -1).count() <= 1 ? target : null;
    }

    @Override
    public Node cut(Node node, AxisCut cut) {
        long[] after = cut.dimsAfter(node.output());
        if (!node.is("Reshape") || Arrays.equals(after, cut.dims(node.output()))) {
            return node;
        }
        String input = node.inputs().get(0);
        String name = node.inputs().get(1);
        long[] before = cut.dims(input);
        long[] old = cut.dims(node.output());
        List<Regrouping.Run> runs = Regrouping.of(before, old);
        long[] target = target(cut.constant(name), runs, before, old, axis -> cut.isTracked(input, axis));
        if (target == null) {
            throw new AssertionError("bug: the target of " + node.label() + " cannot be changed");
        }
        for (int axis = 0; axis < target.length; axis++) {
            target[axis] = target[axis] > 0 ? after[axis] : target[axis];
        }
        return node.without("allowzero")
                .withInputs(List.of(input, cut.add(name, Tensor.ofLongs(target, target.length))));
    }
}
