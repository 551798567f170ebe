package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import java.util.Arrays;

/** Expand to a constant shape: 1 in it leaves an axis as it is, whatever its extent. */
final class Expand implements AxisRule {

    @Override
    public void couple(Site site) {
        long[] output = site.outputDims(0);
        if (output == null || site.constant(1).isEmpty()) {
            return;
        }
        int shift = output.length - site.rank(0);
        for (int axis = 0; axis < site.rank(0); axis++) {
            if (site.size(0, axis) == output[axis + shift]) {
                site.pass(0, axis, 0, axis + shift);
            }
        }
        site.ignore(1, 0);
    }

    @Override
    public Node cut(Node node, AxisCut cut) {
        long[] after = cut.dimsAfter(node.output());
        long[] before = cut.dims(node.output());
        if (Arrays.equals(after, before)) {
            return node;
        }
        long[] target = cut.constant(node.inputs().get(1)).orElseThrow().longs();
        for (int i = 0; i < target.length; i++) {
            int axis = i + before.length - target.length;
            target[i] = after[axis] < before[axis] ? 1 : target[i];
        }
        return node.withInput(1, cut.addLike(node.inputs().get(1), target));
    }
}
