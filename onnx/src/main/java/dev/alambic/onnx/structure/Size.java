package dev.alambic.onnx.structure;

import java.util.Set;

/** One number of a list of extents that the graph works with. */
sealed interface Size {

    /** Returns the extents that it is made of. */
    Set<ValueAxis> reads();

    /** Always the same. */
    record Fixed(long number) implements Size {
        @Override
        public Set<ValueAxis> reads() {
            return Set.of();
        }
    }

    /** The extent of an axis. */
    record Extent(ValueAxis of) implements Size {
        @Override
        public Set<ValueAxis> reads() {
            return Set.of(of);
        }
    }

    /** Computed from extents, or from none. */
    record Computed(Set<ValueAxis> reads) implements Size {
        public Computed {
            reads = Set.copyOf(reads);
        }
    }
}
