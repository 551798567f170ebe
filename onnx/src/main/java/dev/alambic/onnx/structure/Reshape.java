package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reshape, Flatten, Squeeze and Unsqueeze: an axis that is merged with others becomes blocks of positions, one that is
 * split stays cuttable as its outermost part, so that of attention heads a whole head is cut; where queries, keys and
 * values are one weight, [3 * heads * width] seen as [3, heads, width], a head goes from all three.
 */
final class Reshape implements AxisRule {
    private static final int QUERY_KEY_VALUE = 3;

    /** The first opset whose Where can change a target that the graph computes. */
    private static final long WHERE = 9;

    @Override
    public void couple(Site site) {
        long[] before = site.dims(0);
        long[] after = site.outputDims(0);
        if (before == null || after == null || Arrays.stream(before).anyMatch(extent -> extent == 0)) {
            return;
        }
        List<Regrouping.Run> runs = Regrouping.of(before, after);
        if (site.node().is("Reshape")
                && target(site.constant(1), runs, before, after, axis -> site.isTracked(0, axis)) == null
                && replaced(site, runs, after).isEmpty()) {
            SizeList.of(site.axes(), site.node().inputs().get(1))
                    .ifPresent(sizes -> sizes.forEach(size -> site.keepExtents(size.reads())));
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
            for (int axis = first(site, run, after, tracked[0]); axis < run.outputTo(); axis++) {
                Span to = Span.of(after, axis, run.outputTo());
                Optional<PositionPairs> pairs = to.size() == 1 ? Optional.empty() : from.pairs(to);
                if (pairs.isPresent()) {
                    site.flow(0, tracked[0], 0, axis, pairs.get());
                    return;
                }
            }
        }
    }

    /**
     * Returns the outermost part that may be cut; the second where queries, keys and values are split as one, or where
     * groups of channels are shuffled: of each group the same channels go, so that the groups stay alike. Groups of a
     * Conv, which go as a whole, stay the outermost.
     */
    private static int first(Site site, Regrouping.Run run, long[] after, int tracked) {
        int from = run.outputFrom();
        boolean isStack = run.outputTo() - from > 2 && after[from] == QUERY_KEY_VALUE;
        boolean shuffles = !isStack && !site.areTied(0, tracked) && isShuffled(site, run);
        return isStack || shuffles ? from + 1 : from;
    }

    /** Returns whether a Transpose turns the two parts of {@code run} round, and a Reshape makes one of them again. */
    private static boolean isShuffled(Site site, Regrouping.Run run) {
        return run.outputTo() - run.outputFrom() == 2
                && site.index()
                        .soleConsumer(site.node().output())
                        .filter(next -> next.is("Transpose") && swaps(next, run.outputFrom()))
                        .flatMap(next -> site.index().soleConsumer(next.output()))
                        .filter(next ->
                                next.is("Reshape") && Arrays.equals(site.axes().dims(next.output()), site.dims(0)))
                        .isPresent();
    }

    private static boolean swaps(Node transpose, int axis) {
        long[] perm = transpose.intsAttribute("perm").orElse(new long[0]);
        return axis + 1 < perm.length
                && IntStream.range(0, perm.length)
                        .allMatch(i -> perm[i] == (i == axis ? i + 1 : i == axis + 1 ? i - 1 : i));
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

    private static Optional<Map<Integer, Long>> replaced(Site site, List<Regrouping.Run> runs, long[] after) {
        String target = site.node().inputs().get(1);
        return site.opset() < WHERE || site.node().intAttribute("allowzero", 0) != 0
                ? Optional.empty()
                : SizeList.of(site.axes(), target)
                        .filter(sizes -> sizes.size() == after.length)
                        .flatMap(sizes ->
                                replaced(sizes, runs, after, axis -> site.isTracked(0, axis), site::isTracked));
    }

    /**
     * Returns the numbers that have to stand in a target that the graph computes: those of the runs that can be cut,
     * whose extents are the same in every run of the model. Empty if the others would change with a cut.
     */
    private static Optional<Map<Integer, Long>> replaced(
            List<Size> sizes,
            List<Regrouping.Run> runs,
            long[] after,
            IntPredicate isKnown,
            Predicate<ValueAxis> isTracked) {
        Map<Integer, Long> numbers = new HashMap<>();
        for (Regrouping.Run run : runs) {
            boolean known = IntStream.range(run.from(), run.to()).anyMatch(isKnown);
            boolean isOne = run.to() - run.from() == 1;
            for (int axis = run.outputFrom(); axis < run.outputTo(); axis++) {
                if (known && !isOne && run.outputTo() - run.outputFrom() > 1) {
                    return Optional.empty();
                }
                if (known) {
                    numbers.put(axis, isOne ? after[axis] : -1);
                } else if (sizes.get(axis).reads().stream().anyMatch(isTracked)) {
                    return Optional.empty();
                }
            }
        }
        long open = IntStream.range(0, after.length)
                .filter(axis -> numbers.getOrDefault(axis, 0L) == -1
                        || (!numbers.containsKey(axis) && sizes.get(axis).equals(new Size.Fixed(-1))))
                .count();
        return open > 1 ? Optional.empty() : Optional.of(numbers);
    }

    /** Returns whether nothing that the output or its target depends on is cut. */
    private static boolean isUntouched(Node node, AxisCut cut) {
        return Arrays.equals(cut.dimsAfter(node.output()), cut.dims(node.output()))
                && SizeList.of(cut.axes(), node.inputs().get(1)).stream()
                        .flatMap(List::stream)
                        .flatMap(size -> size.reads().stream())
                        .noneMatch(cut::isCut);
    }

    @Override
    public Node cut(Node node, AxisCut cut) {
        if (!node.is("Reshape") || isUntouched(node, cut)) {
            return node;
        }
        long[] after = cut.dimsAfter(node.output());
        String input = node.inputs().get(0);
        String name = node.inputs().get(1);
        long[] before = cut.dims(input);
        long[] old = cut.dims(node.output());
        List<Regrouping.Run> runs = Regrouping.of(before, old);
        long[] target = target(cut.constant(name), runs, before, old, axis -> cut.isTracked(input, axis));
        if (target == null) {
            Map<Integer, Long> numbers = replaced(
                            SizeList.of(cut.axes(), name).orElseThrow(),
                            runs,
                            after,
                            axis -> cut.isTracked(input, axis),
                            place -> cut.isTracked(place.value(), place.axis()))
                    .orElseThrow(() -> new AssertionError("bug: the target of " + node.label() + " cannot be changed"));
            return node.withInput(1, cut.with(name, numbers));
        }
        for (int axis = 0; axis < target.length; axis++) {
            target[axis] = target[axis] > 0 ? after[axis] : target[axis];
        }
        return node.without("allowzero")
                .withInputs(List.of(input, cut.add(name, Tensor.ofLongs(target, target.length))));
    }
}
