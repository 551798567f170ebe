package dev.alambic.exporter.trace;

import java.util.Arrays;
import java.util.List;

/** What a recorded call takes in one input. */
sealed interface Operand {

    /** A value of the trace. */
    record Ref(String name) implements Operand {
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Numbers that the standard wants as a one-dimensional int64 input. They may differ between two traces; then they
     * are computed from the sizes of the inputs.
     *
     * @param role the name of the input in the standard, such as {@code axes}
     */
    record Ints(String role, List<Long> values) implements Operand {
        public Ints {
            values = List.copyOf(values);
        }

        static Ints of(String role, long... values) {
            return new Ints(role, Arrays.stream(values).boxed().toList());
        }

        @Override
        public String toString() {
            return role + "=" + values;
        }
    }

    /** An optional input left out. */
    record Absent() implements Operand {
        @Override
        public String toString() {
            return "";
        }
    }
}
