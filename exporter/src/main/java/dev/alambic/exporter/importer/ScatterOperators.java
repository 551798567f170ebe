package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.Function;

/** Operators that read or write elements or slices at positions that another tensor holds. */
final class ScatterOperators {

    private ScatterOperators() {}

    static void addTo(Operators operators) {
        operators
                .on("Scatter", ScatterOperators::scatterElements)
                .on("ScatterElements", ScatterOperators::scatterElements)
                .on("ScatterND", node -> scatter(node, false, call -> rows(call, 0)))
                .on("GatherND", node -> {
                    int batch = (int) node.number("batch_dims", 0);
                    return Operator.of(call -> gatherNd(call, batch));
                });
    }

    private static Operator scatterElements(NodeView node) {
        long axis = node.number("axis", 0);
        return scatter(node, true, call -> elementTargets(call, call.axis(axis, 0), call.shape(0)));
    }

    /**
     * Returns what writes the updates (input 2) into the data.
     *
     * @param single whether an update is one element; else it is a row of as many as there are for each target
     * @param targets gives the row of the data for each update
     */
    private static Operator scatter(NodeView node, boolean single, Function<Call, long[]> targets) {
        Scattering scattering = Scattering.of(node);
        return Operator.of(call -> {
            NDArray data = call.array(0);
            NDArray updates = call.array(2);
            if (updates.size() == 0) {
                return data;
            }
            long[] rows = targets.apply(call);
            long width = single ? 1 : updates.size() / rows.length;
            return scattering
                    .apply(call, data.reshape(-1, width), updates.reshape(-1, width), rows)
                    .reshape(data.getShape());
        });
    }

    /** Returns the row-major position in the data of each element of the indices. */
    private static long[] elementTargets(Call call, int axis, Shape data) {
        long[] indices = call.numbers(1);
        long[] extents = call.shape(1).getShape();
        long[] targets = new long[indices.length];
        for (int i = 0; i < indices.length; i++) {
            long rest = i;
            long target = 0;
            long stride = 1;
            for (int at = extents.length - 1; at >= 0; at--) {
                long position = at == axis ? inside(indices[i], data.get(at)) : rest % extents[at];
                rest /= extents[at];
                target += position * stride;
                stride *= data.get(at);
            }
            targets[i] = target;
        }
        return targets;
    }

    private static long inside(long index, long extent) {
        if (index < -extent || index >= extent) {
            throw new IllegalArgumentException("an index lies inside the data (expected -" + extent + " to "
                    + (extent - 1) + ", was " + index + ")");
        }
        return index < 0 ? index + extent : index;
    }

    /**
     * Returns the row that each tuple of the last axis of the indices (input 1) names, where the data's axes that the
     * tuples do not reach make up a row. The first {@code batch} axes are shared.
     */
    private static long[] rows(Call call, int batch) {
        Shape data = call.shape(0);
        Shape shape = call.shape(1);
        long[] indices = call.numbers(1);
        int depth = (int) shape.get(shape.dimension() - 1);
        long tuples = depth == 0 ? shape.slice(0, shape.dimension() - 1).size() : indices.length / depth;
        long batches = data.slice(0, batch).size();
        long[] rows = new long[Math.toIntExact(tuples)];
        for (int i = 0; i < rows.length; i++) {
            long row = batch == 0 ? 0 : i / (tuples / batches);
            for (int k = 0; k < depth; k++) {
                long extent = data.get(batch + k);
                row = row * extent + inside(indices[i * depth + k], extent);
            }
            rows[i] = row;
        }
        return rows;
    }

    private static NDArray gatherNd(Call call, int batch) {
        NDArray data = call.array(0);
        Shape shape = call.shape(1);
        int depth = (int) shape.get(shape.dimension() - 1);
        Shape row = data.getShape().slice(batch + depth);
        long[] rows = rows(call, batch);
        Shape result = shape.slice(0, shape.dimension() - 1).addAll(row);
        if (result.size() == 0) {
            return call.manager().zeros(result, data.getDataType());
        }
        return IndexOperators.picked(data.reshape(-1, row.size()), 0, call.create(rows, rows.length))
                .reshape(result);
    }
}
