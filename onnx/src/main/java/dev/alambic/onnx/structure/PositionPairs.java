package dev.alambic.onnx.structure;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Which positions along one axis belong to which along another; a position may belong to several or to none.
 *
 * <p>Flattening [N, 3, 2, 2], for example, pairs channel 0 with 0 to 3, channel 1 with 4 to 7, and 2 with 8 to 11.
 */
public final class PositionPairs {
    private final int[] from;
    private final int[] to;

    private PositionPairs(int[] from, int[] to) {
        this.from = from;
        this.to = to;
    }

    /** Pairs each of {@code size} positions with the same one. */
    static PositionPairs same(int size) {
        return shifted(size, 0);
    }

    /** Pairs position i with {@code offset + i}. */
    static PositionPairs shifted(int size, int offset) {
        return bySource(size, i -> i, i -> offset + i);
    }

    /** Pairs as many positions as {@code count} says; pair i is {@code from(i)} with {@code to(i)}. */
    static PositionPairs bySource(int count, IntUnaryOperator from, IntUnaryOperator to) {
        return new PositionPairs(
                IntStream.range(0, count).map(from).toArray(),
                IntStream.range(0, count).map(to).toArray());
    }

    /** Pairs position {@code source[i]} with i. */
    static PositionPairs selected(int[] source) {
        return bySource(source.length, i -> source[i], i -> i);
    }

    /** Pairs h with every h + k * size, for k from 0 to {@code copies} − 1. */
    static PositionPairs repeated(int size, int copies) {
        return bySource(size * copies, i -> i % size, i -> i);
    }

    /**
     * Pairs the positions of run k, {@code a} long, with those of run k, {@code b} long; as few as connect them all.
     */
    static PositionPairs runs(int count, int a, int b) {
        int each = a + b - 1;
        return bySource(
                count * each,
                i -> i / each * a + Math.max(0, i % each - b + 1),
                i -> i / each * b + (i % each < b ? i % each : 0));
    }

    public int count() {
        return from.length;
    }

    public int from(int pair) {
        return from[pair];
    }

    public int to(int pair) {
        return to[pair];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PositionPairs pairs && Arrays.equals(from, pairs.from) && Arrays.equals(to, pairs.to);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
    }

    @Override
    public String toString() {
        return from.length + " pairs";
    }
}
