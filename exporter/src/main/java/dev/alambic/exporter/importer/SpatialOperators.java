package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.stream.DoubleStream;

/** Operators that move or sample the elements of images by their places. */
final class SpatialOperators {

    private SpatialOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("DepthToSpace", SpatialOperators::depthToSpace)
                .on("SpaceToDepth", SpatialOperators::spaceToDepth)
                .on("GridSample", GridSampling::of)
                .on("AffineGrid", SpatialOperators::affineGrid);
    }

    /** DCR takes the channels as depth, column, row in this order of blocks; CRD the other way round. */
    private static Operator depthToSpace(NodeView node) {
        long block = node.number("blocksize", 1);
        boolean depthFirst = node.oneOf("mode", "DCR", "CRD").equals("DCR");
        return Operator.of(call -> {
            NDArray x = call.array(0);
            Shape s = x.getShape();
            long channels = s.get(1) / (block * block);
            NDArray blocks = depthFirst
                    ? x.reshape(s.get(0), block, block, channels, s.get(2), s.get(3))
                            .transpose(0, 3, 4, 1, 5, 2)
                    : x.reshape(s.get(0), channels, block, block, s.get(2), s.get(3))
                            .transpose(0, 1, 4, 2, 5, 3);
            return blocks.reshape(s.get(0), channels, s.get(2) * block, s.get(3) * block);
        });
    }

    private static Operator spaceToDepth(NodeView node) {
        long block = node.number("blocksize", 1);
        return Operator.of(call -> {
            NDArray x = call.array(0);
            Shape s = x.getShape();
            long height = s.get(2) / block;
            long width = s.get(3) / block;
            return x.reshape(s.get(0), s.get(1), height, block, width, block)
                    .transpose(0, 3, 5, 1, 2, 4)
                    .reshape(s.get(0), s.get(1) * block * block, height, width);
        });
    }

    /** Returns the places [batch, spatial..., axes] that GridSample takes, moved by the matrices theta. */
    private static Operator affineGrid(NodeView node) {
        boolean aligned = node.flag("align_corners", false);
        return Operator.of(call -> {
            NDArray theta = call.array(0);
            long[] size = call.numbers(1);
            int axes = size.length - 2;
            double[] rows = places(size, aligned);
            NDArray places = call.create(rows, rows.length / (axes + 1), axes + 1);
            long[] dims = new long[axes + 2];
            dims[0] = size[0];
            System.arraycopy(size, 2, dims, 1, axes);
            dims[axes + 1] = axes;
            return places.matMul(theta.transpose(0, 2, 1)).reshape(new Shape(dims));
        });
    }

    /** Returns each place from -1 to 1, the last axis first, and a 1 behind it. */
    private static double[] places(long[] size, boolean aligned) {
        int axes = size.length - 2;
        long count = 1;
        for (int axis = 0; axis < axes; axis++) {
            count *= size[axis + 2];
        }
        double[] places =
                DoubleStream.generate(() -> 1).limit(count * (axes + 1)).toArray();
        for (int i = 0; i < count; i++) {
            long rest = i;
            for (int axis = axes - 1; axis >= 0; axis--) {
                long extent = size[axis + 2];
                long at = rest % extent;
                rest /= extent;
                double place = aligned ? (extent == 1 ? 0 : 2.0 * at / (extent - 1) - 1) : (2.0 * at + 1) / extent - 1;
                places[i * (axes + 1) + axes - 1 - axis] = place;
            }
        }
        return places;
    }
}
