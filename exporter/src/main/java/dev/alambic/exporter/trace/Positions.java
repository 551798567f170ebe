package dev.alambic.exporter.trace;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Arrays of int64 positions, one for each of some axes, broadcast against each other: {@code x[:, i, j]}. What they
 * give has the axes of the arrays in place of the axes that they index; at the front, if those are not neighbours.
 */
record Positions(Invocation call, List<Integer> axes, List<Value> arrays) {

    /** Returns the name of the elements of {@code data} at these positions. */
    String gather(Value data) {
        if (axes.size() == 1) {
            return call.node("Gather")
                    .input(data)
                    .input(arrays.get(0))
                    .with("axis", axes.get(0))
                    .emit();
        }
        String gathered = call.emit("GatherND", transposed(data.name(), order(data.rank()), false), coordinates());
        return neighbours() ? transposed(gathered, inPlace(data.rank()), false) : gathered;
    }

    /** Returns the name of {@code data} with {@code value}, broadcast, at these positions. */
    String scatter(Value data, Value value) {
        if (!neighbours()) {
            throw call.refuse("assigned axes are neighbours (expected one after the other");
        }
        long[] order = order(data.rank());
        Shape rest = new Shape(LongStream.of(order)
                .skip(axes.size())
                .map(axis -> data.shape().get((int) axis))
                .toArray());
        long[] target = extents().addAll(rest).getShape();
        if (axes.get(0) > 0 && value.rank() > 0) {
            throw call.refuse("an array is assigned to positions of the first axes (expected axis 0");
        }
        String updates = call.node("Expand").input(value).ints("shape", target).emit();
        String changed = call.emit("ScatterND", transposed(data.name(), order, false), coordinates(), updates);
        return transposed(changed, order, true);
    }

    private boolean neighbours() {
        return axes.get(axes.size() - 1) - axes.get(0) == axes.size() - 1;
    }

    /** Returns the axes of the data, those that are indexed first. */
    private long[] order(int rank) {
        return IntStream.concat(
                        axes.stream().mapToInt(Integer::intValue),
                        IntStream.range(0, rank).filter(axis -> !axes.contains(axis)))
                .asLongStream()
                .toArray();
    }

    /** Returns the axes of what is gathered, those of the positions put where the first indexed axis was. */
    private long[] inPlace(int rank) {
        int positions = extents().dimension();
        int before = axes.get(0);
        int all = positions + rank - axes.size();
        return IntStream.concat(
                        IntStream.concat(IntStream.range(positions, positions + before), IntStream.range(0, positions)),
                        IntStream.range(positions + before, all))
                .asLongStream()
                .toArray();
    }

    private String transposed(String name, long[] order, boolean inverse) {
        long[] permutation = inverse ? inverted(order) : order;
        boolean same = IntStream.range(0, order.length).allMatch(i -> permutation[i] == i);
        return same
                ? name
                : call.node("Transpose").input(name).with("perm", permutation).emit();
    }

    private static long[] inverted(long[] order) {
        long[] inverse = new long[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[(int) order[i]] = i;
        }
        return inverse;
    }

    /** Returns the common extents of the arrays. */
    private Shape extents() {
        int rank = arrays.stream().mapToInt(Value::rank).max().orElse(0);
        long[] extents = LongStream.range(0, rank).map(axis -> 1).toArray();
        for (Value array : arrays) {
            int skipped = rank - array.rank();
            for (int i = skipped; i < rank; i++) {
                extents[i] = Math.max(extents[i], array.shape().get(i - skipped));
            }
        }
        return new Shape(extents);
    }

    /** Returns the name of the positions with the coordinates on a last axis, as GatherND wants them. */
    private String coordinates() {
        Shape extents = extents();
        List<NDArray> columns = new ArrayList<>();
        for (Value array : arrays) {
            NDArray wide = array.shape().equals(extents)
                    ? array.array()
                    : array.array().broadcast(extents);
            columns.add(wide.expandDims(-1));
        }
        NDArray all = columns.size() == 1 ? columns.get(0) : NDArrays.concat(new NDList(columns), -1);
        return call.value(all).name();
    }
}
