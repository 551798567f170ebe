package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Optional;

/** Resize and Upsample: samples and channels stay as they are; sizes that are written out name the channels too. */
final class Resize implements AxisRule {
    private static final int SIZES = 3;

    @Override
    public void couple(Site site) {
        boolean computed = site.has(SIZES) && site.constant(SIZES).isEmpty();
        if (computed && !ShapeOf.followsItself(site, SIZES)) {
            return;
        }
        Moves.grown(site);
        for (int input = 1; input < site.node().inputs().size(); input++) {
            if (site.has(input) && site.rank(input) == 1) {
                site.ignore(input, 0);
            }
        }
    }

    @Override
    public Node cut(Node node, AxisCut cut) {
        Optional<Tensor> sizes = node.input(SIZES).flatMap(cut::constant);
        String input = node.inputs().get(0);
        if (sizes.isEmpty() || sizes.get().elementCount() != cut.dims(input).length) {
            return node;
        }
        return node.withInput(SIZES, cut.addLike(node.inputs().get(SIZES), cut.dimsAfter(node.output())));
    }
}
