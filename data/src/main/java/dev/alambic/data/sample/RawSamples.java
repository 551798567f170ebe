package dev.alambic.data.sample;

import java.util.List;

/** Samples without labels in raw units, at least one, and what to call each. */
public final class RawSamples {
    private final List<String> names;
    private final float[][] values;

    /**
     * Keeps the values without a copy.
     *
     * @param names file name, {@code file:line}, or {@code file[index]} from 0
     * @param values [samples][values of a sample], in the order of the model's input
     */
    public RawSamples(List<String> names, float[][] values) {
        if (names.isEmpty() || names.size() != values.length) {
            throw new IllegalArgumentException("samples: at least one, and a name for each (expected " + names.size()
                    + ", was " + values.length + ")");
        }
        this.names = List.copyOf(names);
        this.values = values;
    }

    /** Returns the number of samples. */
    public int size() {
        return values.length;
    }

    public List<String> names() {
        return names;
    }

    /** Returns the values of each sample; not a copy. */
    public float[][] values() {
        return values;
    }
}
