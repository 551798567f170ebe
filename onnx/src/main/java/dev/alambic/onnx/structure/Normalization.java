package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import java.util.Arrays;

/** Normalizations: their scale and bias go with the channels. */
final class Normalization {

    private Normalization() {}

    /** Each channel by itself, with constants that are one number a channel. */
    static void ofChannels(Site site) {
        if (site.node().intAttribute("training_mode", 0) != 0
                || site.node().outputs().size() > 1) {
            return;
        }
        for (int axis = 0; axis < site.rank(0); axis++) {
            site.pass(0, axis, 0, axis);
        }
        for (int input = 1; input < site.node().inputs().size(); input++) {
            if (site.has(input)) {
                site.pass(input, 0, 0, 1);
            }
        }
    }

    /** Each sample over its last axes: with a part cut, mean and variance are of the rest. */
    static void ofLayers(Site site) {
        int rank = site.rank(0);
        int first = Moves.axis(site.node(), -1, rank);
        for (int axis = 0; axis < rank; axis++) {
            site.pass(0, axis, 0, axis);
            if (axis >= first) {
                site.inexact(0, axis, "normalizes over it");
            }
        }
        for (int input = 1; input < site.node().inputs().size(); input++) {
            for (int axis = 0; axis < site.rank(input); axis++) {
                int output = axis + rank - site.rank(input);
                if (site.size(input, axis) == site.size(0, output) && site.size(input, axis) > 1) {
                    site.pass(input, axis, 0, output);
                }
            }
        }
    }

    /** GroupNormalization: a group goes as a whole, so that the statistics of the others stay. */
    static final class OfGroups implements AxisRule {

        @Override
        public void couple(Site site) {
            int groups = Math.toIntExact(site.node().intAttribute("num_groups", 1));
            if (site.rank(0) < 2 || groups < 1) {
                return;
            }
            int size = site.size(0, 1) / groups;
            site.pass(0, 0, 0, 0);
            site.pass(0, 1, 0, 1);
            site.tie(0, 1, 0, 1, PositionPairs.runs(groups, size, size));
            for (int input = 1; input < site.node().inputs().size(); input++) {
                boolean perGroup = site.size(input, 0) == groups;
                site.tie(
                        input,
                        0,
                        0,
                        1,
                        perGroup ? PositionPairs.runs(groups, 1, size) : PositionPairs.same(groups * size));
            }
        }

        @Override
        public Node cut(Node node, AxisCut cut) {
            String input = node.inputs().get(0);
            long groups = node.intAttribute("num_groups", 1);
            return node.with("num_groups", groups * cut.kept(input, 1).length / cut.size(input, 1));
        }
    }

    /** MeanVarianceNormalization: each channel, or over channels too. */
    static void ofAxes(Site site) {
        long[] axes = site.node().intsAttribute("axes").orElse(new long[] {0, 2, 3});
        for (int axis = 0; axis < site.rank(0); axis++) {
            int each = axis;
            site.pass(0, axis, 0, axis);
            if (Arrays.stream(axes).anyMatch(given -> given == each)) {
                site.inexact(0, axis, "normalizes over it");
            }
        }
    }
}
