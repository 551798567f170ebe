package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.dim.NDIndexAll;
import ai.djl.ndarray.index.dim.NDIndexBooleans;
import ai.djl.ndarray.index.dim.NDIndexElement;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Elements by a mask. How many there are depends on the elements of the mask, so an extent of the result has no name
 * and no size in the exported model; {@link DataSizes} follows it.
 */
final class MaskOperations {

    private MaskOperations() {}

    static void addTo(Operators table) {
        table.on("booleanMask(NDArray,int)", MaskOperations::booleanMask).on("nonzero()", MaskOperations::nonzero);
    }

    /** {@code x[mask]}: the mask stands for the axes that it has the rank of, and all of the others are taken. */
    static NDArray get(Invocation call, List<NDIndexElement> elements) {
        int axis = IndexOperations.firstRestricted(elements);
        boolean others = elements.stream().skip(axis + 1).allMatch(NDIndexAll.class::isInstance);
        if (others && elements.get(axis) instanceof NDIndexBooleans mask) {
            Value condition = call.value(mask.getIndex());
            return call.result(compress(call, condition, axis));
        }
        throw call.refuse("a mask stands alone in an index (expected all of the others");
    }

    private static String compress(Invocation call, Value mask, int axis) {
        Value data = call.self();
        int rank = mask.rank();
        if (rank == data.rank()) {
            return call.emit("Compress", data.name(), flat(call, mask).name());
        }
        Shape shape = data.shape();
        Value joined = rank == 1
                ? data
                : call.value(data.array().reshape(shape.slice(0, axis).add(-1).addAll(shape.slice(axis + rank))));
        return call.node("Compress")
                .input(joined)
                .input(flat(call, mask))
                .with("axis", axis)
                .emit();
    }

    private static Value flat(Invocation call, Value mask) {
        return mask.rank() == 1 ? mask : call.value(mask.array().reshape(-1));
    }

    /** A mask of the array's own shape; DJL's form for the last axes takes the same elements in a flat order. */
    private static NDArray booleanMask(Invocation call) {
        Value mask = call.as(call.valueAt(0), DataType.BOOLEAN);
        if (!mask.shape().equals(call.self().shape())) {
            throw call.refuse("a mask has the shape of the array (expected the same");
        }
        return call.result(compress(call, mask, 0));
    }

    /** The engine has one row for each element, ONNX one column. */
    private static NDArray nonzero(Invocation call) {
        String columns = call.emit("NonZero", call.self().name());
        return call.result(call.node("Transpose")
                .input(columns)
                .with("perm", new long[] {1, 0})
                .emit());
    }
}
