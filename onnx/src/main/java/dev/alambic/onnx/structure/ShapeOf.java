package dev.alambic.onnx.structure;

import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.GraphIndex;
import dev.alambic.onnx.graph.Node;
import dev.alambic.onnx.operator.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Shape: an extent that is read may be cut if it only goes where a cut changes it too, into the target of a Reshape or
 * the sizes of a Resize of the same value.
 */
final class ShapeOf {
    private ShapeOf() {}

    static void couple(Site site) {
        if (site.node().attributes().containsKey("start")
                || site.node().attributes().containsKey("end")) {
            return;
        }
        for (int axis = 0; axis < site.rank(0); axis++) {
            int each = axis;
            boolean harmless = site.index().consumers(site.node().output()).stream()
                    .allMatch(reader -> leavesOut(reader, each, site.rank(0), site)
                            || adapts(
                                    reader,
                                    site.node().output(),
                                    site.node().inputs().get(0),
                                    site.axes().graph()));
            if (harmless && !site.index().isOutput(site.node().output())) {
                site.ignore(0, axis);
            } else {
                site.keep(0, axis, "reads its extent");
            }
        }
    }

    /** Returns whether {@code reader} takes constant positions of the shape of which {@code axis} is none. */
    private static boolean leavesOut(Node reader, int axis, int rank, Site site) {
        if (reader.is("Gather")) {
            return site.constant(reader.inputs().get(1))
                    .filter(indices ->
                            Arrays.stream(indices.longs()).noneMatch(index -> Math.floorMod(index, rank) == axis))
                    .isPresent();
        }
        if (!reader.is("Slice")) {
            return false;
        }
        Optional<SliceBounds> bounds =
                SliceBounds.of(reader, 1, input -> reader.input(input).flatMap(site::constant));
        return bounds.filter(found -> found.step(0) == 1)
                .filter(found -> axis < found.start(0, rank) || axis >= found.end(0, rank))
                .isPresent();
    }

    /** Returns whether all that {@code value}, an extent of {@code source}, goes into changes with the extent. */
    private static boolean adapts(Node reader, String value, String source, Graph graph) {
        GraphIndex index = graph.index();
        boolean isTarget = (reader.is("Reshape") || reader.is("Expand"))
                && reader.input(1).equals(Optional.of(value))
                && !reader.inputs().get(0).equals(value);
        if (isTarget || isWildcardOf(reader, graph)) {
            return true;
        }
        if (reader.is("Resize") && reader.inputs().get(0).equals(source)) {
            return true;
        }
        boolean carries = Trait.CARRIES_EXTENTS.isOf(reader)
                || SizeList.withoutWildcards(graph, reader).isPresent();
        return carries
                && !index.isOutput(reader.output())
                && !(reader.is("Gather") && !reader.inputs().get(0).equals(value))
                && index.consumers(reader.output()).stream()
                        .allMatch(next -> adapts(next, reader.output(), source, graph));
    }

    /** Returns whether {@code reader} asks which of its sizes are -1, as no extent is; see {@link SizeList}. */
    private static boolean isWildcardOf(Node reader, Graph graph) {
        return reader.is("Equal")
                && graph.index()
                        .soleConsumer(reader.output())
                        .flatMap(where -> SizeList.withoutWildcards(graph, where))
                        .isPresent();
    }

    /** Returns whether a shape input begins with the extents of samples and channels of the node's own first input. */
    static boolean followsItself(Site site, int input) {
        List<String> of = site.node().inputs();
        Optional<Node> producer = site.index().producer(of.get(input));
        return producer.filter(node -> node.is("Concat"))
                .flatMap(node -> site.index().producer(node.inputs().get(0)))
                .filter(node -> node.is("Slice"))
                .filter(node -> startsWithTwo(node, site))
                .flatMap(node -> site.index().producer(node.inputs().get(0)))
                .filter(node -> node.is("Shape") && node.inputs().get(0).equals(of.get(0)))
                .isPresent();
    }

    private static boolean startsWithTwo(Node slice, Site site) {
        Optional<SliceBounds> bounds =
                SliceBounds.of(slice, 1, input -> slice.input(input).flatMap(site::constant));
        return bounds.filter(found -> found.start(0, 4) == 0 && found.end(0, 4) == 2 && found.step(0) == 1)
                .isPresent();
    }
}
