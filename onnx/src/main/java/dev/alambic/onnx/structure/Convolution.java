package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;

/**
 * Conv and ConvTranspose of any rank.
 *
 * <p>With one group the channels of input and output are cut apart from each other. With several, a group goes as a
 * whole, its input and output channels together; a depthwise Conv is the case of one input channel a group.
 */
record Convolution(boolean transposed) implements AxisRule {
    @Override
    public void couple(Site site) {
        if (site.rank(1) < 3 || site.rank(0) != site.rank(1)) {
            return;
        }
        int groups = Math.toIntExact(site.node().intAttribute("group", 1));
        site.pass(0, 0, 0, 0);
        if (site.constant(1).isEmpty()) {
            site.inexact(0, 1, "sums over it with weights that are computed");
        }
        if (groups == 1) {
            site.tie(0, 1, 1, transposed ? 0 : 1, PositionPairs.same(site.size(0, 1)));
            site.pass(1, transposed ? 1 : 0, 0, 1);
        } else {
            wholeGroups(site, groups);
        }
        if (site.rank(2) == 1) {
            site.pass(2, 0, 0, 1);
        }
    }

    private void wholeGroups(Site site, int groups) {
        int inputs = site.size(0, 1) / groups;
        int outputs = transposed ? site.size(1, 1) : site.size(1, 0) / groups;
        site.tie(0, 1, 1, 0, PositionPairs.runs(groups, inputs, site.size(1, 0) / groups));
        if (transposed) {
            site.flow(1, 0, 0, 1, PositionPairs.runs(groups, inputs, outputs));
        } else {
            site.pass(1, 0, 0, 1);
        }
    }

    @Override
    public Node cut(Node node, AxisCut cut) {
        long groups = node.intAttribute("group", 1);
        String input = node.inputs().get(0);
        return groups == 1 || !cut.isCut(input, 1)
                ? node
                : node.with("group", groups * cut.kept(input, 1).length / cut.size(input, 1));
    }
}
