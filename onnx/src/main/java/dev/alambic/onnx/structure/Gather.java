package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Gather: rows of a table, whose width may be cut; or, by constant indices, channels in another order. */
final class Gather implements AxisRule {

    @Override
    public void couple(Site site) {
        int rank = site.rank(0);
        int indexRank = site.rank(1);
        if (rank < 1 || indexRank < 0) {
            return;
        }
        int along = Moves.axis(site.node(), 0, rank);
        for (int axis = 0; axis < rank; axis++) {
            if (axis != along) {
                site.pass(0, axis, 0, axis < along ? axis : axis - 1 + indexRank);
            }
        }
        Optional<Tensor> indices = site.constant(1).filter(tensor -> tensor.rank() == 1);
        if (indices.isPresent()) {
            site.flow(0, along, 0, along, PositionPairs.selected(positions(indices.get(), site.size(0, along))));
            site.ignore(1, 0);
        }
    }

    private static int[] positions(Tensor indices, int size) {
        return Arrays.stream(indices.longs())
                .mapToInt(index -> (int) (index < 0 ? index + size : index))
                .toArray();
    }

    @Override
    public Node cut(Node node, AxisCut cut) {
        String input = node.inputs().get(0);
        int axis = Moves.axis(node, 0, cut.dims(input).length);
        if (!cut.isCut(input, axis)) {
            return node;
        }
        String name = node.inputs().get(1);
        int[] before = positions(cut.constant(name).orElseThrow(), cut.size(input, axis));
        int[] stays = cut.kept(input, axis);
        long[] moved = Arrays.stream(cut.kept(node.output(), axis))
                .mapToLong(position -> Arrays.binarySearch(stays, before[position]))
                .toArray();
        return node.withInputs(List.of(input, cut.addLike(name, moved)));
    }
}
