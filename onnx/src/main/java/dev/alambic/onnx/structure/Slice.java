package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import java.util.Arrays;
import java.util.Optional;

/** Slice by constant bounds in steps of one: a run of positions, of which those that stay are a run again. */
final class Slice implements AxisRule {

    @Override
    public void couple(Site site) {
        Optional<SliceBounds> given = SliceBounds.of(site.node(), site.rank(0), site::constant);
        long[] output = site.outputDims(0);
        if (given.isEmpty() || output == null) {
            return;
        }
        for (int axis = 0; axis < site.rank(0); axis++) {
            int size = site.size(0, axis);
            if (given.get().isWhole(axis, size, output[axis])) {
                site.pass(0, axis, 0, axis);
            } else if (given.get().step(axis) == 1) {
                int start = given.get().start(axis, size);
                site.flow(0, axis, 0, axis, PositionPairs.bySource((int) output[axis], i -> start + i, i -> i));
            }
        }
        for (int input = 1; input < site.node().inputs().size(); input++) {
            if (site.has(input)) {
                site.ignore(input, 0);
            }
        }
    }

    @Override
    public Node cut(Node node, AxisCut cut) {
        String input = node.inputs().get(0);
        Optional<SliceBounds> given = SliceBounds.of(
                node, cut.dims(input).length, index -> node.input(index).flatMap(cut::constant));
        return given.map(bounds -> cut(node, bounds, cut)).orElse(node);
    }

    private static Node cut(Node node, SliceBounds bounds, AxisCut cut) {
        String input = node.inputs().get(0);
        SliceBounds changed = bounds;
        for (int axis = 0; axis < cut.dims(input).length; axis++) {
            int size = cut.size(input, axis);
            if (cut.isCut(input, axis) && !bounds.isWhole(axis, size, cut.size(node.output(), axis))) {
                int start = bounds.start(axis, size);
                long before = Arrays.stream(cut.kept(input, axis))
                        .filter(position -> position < start)
                        .count();
                changed = changed.with(axis, before, before + cut.kept(node.output(), axis).length);
            }
        }
        return changed.equals(bounds) ? node : changed.writtenInto(node, cut);
    }
}
