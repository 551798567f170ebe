package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;

/** Split: the parts become as long as what stays of them. */
final class Split implements AxisRule {

    @Override
    public void couple(Site site) {
        int along = Moves.axis(site.node(), 0, site.rank(0));
        int offset = 0;
        for (int output = 0; output < site.node().outputs().size(); output++) {
            long[] dims = site.outputDims(output);
            if (dims == null) {
                return;
            }
            int start = offset;
            int size = Math.toIntExact(dims[along]);
            site.flow(0, along, output, along, PositionPairs.bySource(size, i -> start + i, i -> i));
            offset += size;
            for (int axis = 0; axis < dims.length; axis++) {
                if (axis != along) {
                    site.pass(0, axis, output, axis);
                }
            }
        }
        if (site.has(1)) {
            site.ignore(1, 0);
        }
    }

    @Override
    public Node cut(Node node, AxisCut cut) {
        String input = node.inputs().get(0);
        int axis = Moves.axis(node, 0, cut.dims(input).length);
        if (!cut.isCut(input, axis)) {
            return node;
        }
        long[] sizes = node.outputs().stream()
                .mapToLong(output -> cut.kept(output, axis).length)
                .toArray();
        if (cut.opset() < 13) {
            return node.with("split", sizes);
        }
        String name = cut.add(node.output() + "_sizes", Tensor.ofLongs(sizes, sizes.length));
        return node.withInputs(List.of(input, name)).without("num_outputs");
    }
}
