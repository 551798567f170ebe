package dev.alambic.onnx.cost;

import dev.alambic.onnx.graph.Tensor;
import java.util.Arrays;

/** The integers that stand for zero, one for each element of a weight. */
final class ZeroPoints {
    /** Of the zero points, as {@link ZeroCount} reads them. */
    private final long[] codes;

    /** Of the weight. */
    private final long[] dims;

    /** For each axis of the weight, how far each coordinate moves among the codes. */
    private final int[][] places;

    private ZeroPoints(long[] codes, long[] dims, int[][] places) {
        this.codes = codes;
        this.dims = dims;
        this.places = places;
    }

    /** Returns {@code code} for all elements. */
    static ZeroPoints same(long code) {
        return new ZeroPoints(new long[] {code}, new long[0], new int[0][]);
    }

    /** Returns the zero points of {@code weight} along {@code axis}, one for each {@code block} of coordinates. */
    static ZeroPoints along(Tensor weight, Tensor zeros, int axis, int block) {
        int[] index = new int[Math.toIntExact(weight.dim(Math.floorMod(axis, weight.rank())))];
        Arrays.setAll(index, i -> i / block);
        return of(weight, zeros, axis, index);
    }

    /**
     * Returns the zero points of {@code weight}, which stand in the extents of the weight, or of 1, or along
     * {@code axis} alone.
     *
     * @param index for each coordinate along {@code axis}, that of its zero point
     */
    static ZeroPoints of(Tensor weight, Tensor zeros, int axis, int[] index) {
        long[] codes = ZeroCount.codes(zeros, weight.dataType().bits());
        if (Arrays.stream(codes).allMatch(code -> code == codes[0])) {
            return same(codes.length == 0 ? 0 : codes[0]);
        }
        int rank = weight.rank();
        int along = Math.floorMod(axis, rank);
        int[][] places = new int[rank][];
        int stride = 1;
        for (int i = rank - 1; i >= 0; i--) {
            int extent = Math.toIntExact(weight.dim(i));
            int own = zeros.rank() == rank
                    ? Math.toIntExact(zeros.dim(i))
                    : i == along ? Math.toIntExact(zeros.elementCount()) : 1;
            int[] place = new int[extent];
            for (int c = 0; c < extent; c++) {
                place[c] = stride * Math.min(own - 1, i == along ? index[c] : c);
            }
            places[i] = place;
            stride *= own;
        }
        return new ZeroPoints(codes, weight.dims(), places);
    }

    /** Returns the zero point of the element at {@code index} of the weight, in row-major order. */
    long at(long index) {
        if (places.length == 0) {
            return codes[0];
        }
        long rest = index;
        int place = 0;
        for (int i = places.length - 1; i >= 0; i--) {
            place += places[i][(int) (rest % dims[i])];
            rest /= dims[i];
        }
        return codes[place];
    }
}
