package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The constant bounds of a Slice: attributes before opset 10, inputs from there on.
 *
 * @param ranges by axis, in the order of the node
 */
record SliceBounds(Map<Integer, Range> ranges) {

    /** From {@code start} to before {@code end}; negative ones count from the back. */
    record Range(long start, long end, long step) {}

    SliceBounds {
        ranges = new LinkedHashMap<>(ranges);
    }

    /** @param constant input by index, if it is a constant */
    static Optional<SliceBounds> of(Node node, int rank, IntFunction<Optional<Tensor>> constant) {
        for (int input = 1; input < node.inputs().size(); input++) {
            if (node.input(input).isPresent() && constant.apply(input).isEmpty()) {
                return Optional.empty();
            }
        }
        Optional<long[]> starts = list(node, 1, "starts", constant);
        Optional<long[]> ends = list(node, 2, "ends", constant);
        if (starts.isEmpty() || ends.isEmpty()) {
            return Optional.empty();
        }
        Optional<long[]> axes = list(node, 3, "axes", constant);
        Optional<long[]> steps = list(node, 4, "steps", constant);
        Map<Integer, Range> ranges = new LinkedHashMap<>();
        for (int i = 0; i < starts.get().length; i++) {
            long axis = axes.isPresent() ? axes.get()[i] : i;
            long step = steps.isPresent() ? steps.get()[i] : 1;
            ranges.put((int) (axis < 0 ? axis + rank : axis), new Range(starts.get()[i], ends.get()[i], step));
        }
        return Optional.of(new SliceBounds(ranges));
    }

    private static Optional<long[]> list(
            Node node, int index, String attribute, IntFunction<Optional<Tensor>> constant) {
        return constant.apply(index).map(Tensor::longs).or(() -> node.intsAttribute(attribute));
    }

    /** Returns the step along {@code axis}, 1 if it is not sliced. */
    long step(int axis) {
        Range range = ranges.get(axis);
        return range == null ? 1 : range.step();
    }

    boolean isWhole(int axis, long size, long output) {
        return !ranges.containsKey(axis) || (size == output && step(axis) == 1);
    }

    /** Returns the first position along a sliced axis of {@code size}. */
    int start(int axis, int size) {
        Range range = ranges.get(axis);
        long start = range == null ? 0 : range.start();
        return (int) Math.max(0, Math.min(start < 0 ? start + size : start, size));
    }

    /** Returns the position after the last along a sliced axis of {@code size}, for steps of one. */
    int end(int axis, int size) {
        Range range = ranges.get(axis);
        long end = range == null ? size : range.end();
        return (int) Math.max(0, Math.min(end < 0 ? end + size : end, size));
    }

    SliceBounds with(int axis, long start, long end) {
        Map<Integer, Range> changed = new LinkedHashMap<>(ranges);
        changed.put(axis, new Range(start, end, step(axis)));
        return new SliceBounds(changed);
    }

    /** Returns {@code node} with these bounds; axes and steps stay. */
    Node writtenInto(Node node, AxisCut cut) {
        long[] starts = ranges.values().stream().mapToLong(Range::start).toArray();
        long[] ends = ranges.values().stream().mapToLong(Range::end).toArray();
        if (node.input(1).isEmpty()) {
            return node.with("starts", starts).with("ends", ends);
        }
        return node.withInput(1, cut.addLike(node.inputs().get(1), starts))
                .withInput(2, cut.addLike(node.inputs().get(2), ends));
    }
}
