package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Node;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Expand: 1 in its target leaves an axis as it is, whatever its extent; an axis that is made as long as one of another
 * value is cut with that.
 */
final class Expand implements AxisRule {
    /** The first opset whose Where can change a target that the graph computes. */
    private static final long WHERE = 9;

    @Override
    public void couple(Site site) {
        long[] output = site.outputDims(0);
        Optional<List<Size>> sizes =
                SizeList.of(site.axes(), site.node().inputs().get(1));
        if (output == null || sizes.isEmpty()) {
            return;
        }
        Set<ValueAxis> kept = new HashSet<>();
        sizes.get().forEach(size -> kept.addAll(size.reads()));
        if (site.constant(1).isPresent() || site.opset() >= WHERE) {
            for (int axis = 0; axis < output.length; axis++) {
                kept.removeAll(couple(site, axis, size(sizes.get(), axis, output.length)));
            }
        }
        site.keepExtents(kept);
        site.ignore(1, 0);
    }

    /** Says what becomes of an axis of the output; returns the extents that may be cut with it. */
    private static Set<ValueAxis> couple(Site site, int axis, Size size) {
        long[] output = Objects.requireNonNull(site.outputDims(0));
        int own = axis - (output.length - site.rank(0));
        boolean isWhole = own >= 0 && site.size(0, own) == output[axis];
        boolean passes = isWhole && site.isTracked(0, own);
        boolean follows = size instanceof Size.Extent extent && site.isTracked(extent.of()) && (passes || !isWhole);
        if (isWhole) {
            site.pass(0, own, 0, axis);
        }
        if (follows) {
            size.reads().forEach(of -> site.follow(of, 0, axis));
        }
        return follows ? size.reads() : Set.of();
    }

    private static Size size(List<Size> sizes, int axis, int rank) {
        int place = axis - (rank - sizes.size());
        return place < 0 ? new Size.Fixed(1) : sizes.get(place);
    }

    @Override
    public Node cut(Node node, AxisCut cut) {
        long[] after = cut.dimsAfter(node.output());
        long[] before = cut.dims(node.output());
        if (Arrays.equals(after, before)) {
            return node;
        }
        String name = node.inputs().get(1);
        List<Size> sizes = SizeList.of(cut.axes(), name).orElseThrow();
        Map<Integer, Long> ones = new HashMap<>();
        for (int place = 0; place < sizes.size(); place++) {
            int axis = place + before.length - sizes.size();
            boolean follows = sizes.get(place).reads().stream().anyMatch(cut::isCut);
            if (after[axis] < before[axis] && !follows) {
                ones.put(place, 1L);
            }
        }
        if (ones.isEmpty()) {
            return node;
        }
        if (cut.constant(name).isEmpty()) {
            return node.withInput(1, cut.with(name, ones));
        }
        long[] target = cut.constant(name).get().longs();
        ones.forEach((place, one) -> target[place] = one);
        return node.withInput(1, cut.addLike(name, target));
    }
}
