package dev.alambic.data.sample;

import dev.alambic.data.set.RowStore;
import java.util.AbstractList;
import java.util.List;
import java.util.function.IntFunction;

/** Samples without labels in raw units, at least one, and what to call each. */
public final class RawSamples {
    private final int size;
    private final IntFunction<String> names;
    private final IntFunction<float[]> values;

    private RawSamples(int size, IntFunction<String> names, IntFunction<float[]> values) {
        if (size == 0) {
            throw new IllegalArgumentException("samples: at least one (was none)");
        }
        this.size = size;
        this.names = names;
        this.values = values;
    }

    /**
     * Keeps the values without a copy.
     *
     * @param names file name, {@code file:line}, or {@code file[index]} from 0
     * @param values [samples][values of a sample], in the order of the model's input
     */
    public RawSamples(List<String> names, float[][] values) {
        this(values.length, List.copyOf(names)::get, index -> values[index]);
        if (names.size() != values.length) {
            throw new IllegalArgumentException(
                    "samples: a name for each (expected " + names.size() + ", was " + values.length + ")");
        }
    }

    /** Returns rows that need not be in memory, with names that are made when they are asked for. */
    public static RawSamples of(IntFunction<String> names, RowStore rows) {
        return new RawSamples(rows.count(), names, rows::row);
    }

    /** Returns the number of samples. */
    public int size() {
        return size;
    }

    /** Returns the names, which are made when they are asked for. */
    public List<String> names() {
        return new AbstractList<>() {
            @Override
            public String get(int index) {
                return names.apply(index);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    /** Returns the values of a sample, which may be no copy. */
    public float[] value(int index) {
        return values.apply(index);
    }

    /** Returns the values of each sample at once. */
    public float[][] values() {
        float[][] all = new float[size][];
        for (int i = 0; i < size; i++) {
            all[i] = value(i);
        }
        return all;
    }
}
