package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import java.util.stream.IntStream;

/** Operators that put positions elsewhere and compute nothing. */
final class Moves {

    private Moves() {}

    /** Returns the axis that the attribute of that name says, counted from the front. */
    static int axis(Node node, int otherwise, int rank) {
        long axis = node.intAttribute("axis", otherwise);
        return (int) (axis < 0 ? axis + rank : axis);
    }

    static void concat(Site site) {
        long[] output = site.outputDims(0);
        if (output == null) {
            return;
        }
        int along = axis(site.node(), 1, output.length);
        int offset = 0;
        for (int input = 0; input < site.node().inputs().size(); input++) {
            int size = site.size(input, along);
            site.flow(input, along, 0, along, PositionPairs.shifted(size, offset));
            offset += size;
            for (int axis = 0; axis < output.length; axis++) {
                if (axis != along) {
                    site.pass(input, axis, 0, axis);
                }
            }
        }
    }

    static void transpose(Site site) {
        int rank = site.rank(0);
        long[] order = site.node()
                .intsAttribute("perm")
                .orElse(IntStream.range(0, rank).mapToLong(i -> rank - 1 - i).toArray());
        for (int output = 0; output < rank; output++) {
            site.pass(0, (int) order[output], 0, output);
        }
    }

    /** Pad, Tile: axes that keep their extent are passed on, the others stay as they are. */
    static void grown(Site site) {
        long[] output = site.outputDims(0);
        for (int axis = 0; output != null && axis < site.rank(0); axis++) {
            if (output[axis] == site.size(0, axis)) {
                site.pass(0, axis, 0, axis);
            }
        }
    }
}
