package dev.alambic.onnx.graph;

/** One extent of a {@link Shape}: a known size, a name bound at run time, or nothing known. */
public sealed interface Dim {

    static Dim of(long size) {
        return new Fixed(size);
    }

    static Dim of(String symbol) {
        return new Named(symbol);
    }

    /** Returns the extent of which nothing is known. */
    static Dim unknown() {
        return new Unknown();
    }

    /** Returns whether the size is known without running the model. */
    default boolean isFixed() {
        return this instanceof Fixed;
    }

    /** A size known when the model was written, at least zero. */
    record Fixed(long size) implements Dim {
        public Fixed {
            if (size < 0) {
                throw new IllegalArgumentException("dimension must be at least 0, was " + size);
            }
        }

        @Override
        public String toString() {
            return Long.toString(size);
        }
    }

    /** A size the caller chooses per run, such as {@code batch}; equal symbols are equal sizes. */
    record Named(String symbol) implements Dim {
        @Override
        public String toString() {
            return symbol;
        }
    }

    /** See {@link #unknown()}. */
    record Unknown() implements Dim {
        @Override
        public String toString() {
            return "?";
        }
    }
}
