package dev.alambic.exporter.trace;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The table of operators: a method of {@code NDArray} or {@code NDArrayEx}, written as {@link Invocation#signature}
 * writes it, and how it is recorded. An operation is added by one more entry of a family.
 */
final class Operators {

    static final Map<String, Operation> TABLE = of(List.of(
            ElementwiseOperations::addTo,
            BinaryOperations::addTo,
            ReductionOperations::addTo,
            ShapeOperations::addTo,
            IndexOperations::addTo,
            MaskOperations::addTo,
            ScatterOperations::addTo,
            OrderOperations::addTo,
            PoolOperations::addTo,
            ImageOperations::addTo,
            LayerOperations::addTo,
            RecurrentOperations::addTo));

    private final Map<String, Operation> entries = new HashMap<>();

    private Operators() {}

    private static Map<String, Operation> of(List<Consumer<Operators>> families) {
        Operators operators = new Operators();
        families.forEach(family -> family.accept(operators));
        return Collections.unmodifiableMap(operators.entries);
    }

    /** Adds an entry. */
    Operators on(String signature, Operation operation) {
        if (entries.put(signature, operation) != null) {
            throw new AssertionError("bug: two entries for " + signature);
        }
        return this;
    }
}
