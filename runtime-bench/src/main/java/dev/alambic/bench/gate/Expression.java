package dev.alambic.bench.gate;

import dev.alambic.bench.record.ModelResult;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One side of a requirement.
 *
 * @param references the figures that it needs, from left to right
 * @param value what it comes to by these figures
 */
record Expression(List<Reference> references, Function<Function<Reference, Quantity>, Quantity> value) {

    /**
     * A figure of a model.
     *
     * @param position of its first character in the gate, from 1
     */
    record Reference(String model, Metric metric, Selector selector, int position) {

        /** Returns the value in {@code result}, if it was measured. */
        Optional<Quantity> of(ModelResult result) {
            return metric.of(result, selector);
        }

        String label() {
            return model + "." + metric.symbol() + selector;
        }
    }

    static Expression of(Quantity number) {
        return new Expression(List.of(), figures -> number);
    }

    static Expression of(Reference figure) {
        return new Expression(List.of(figure), figures -> figures.apply(figure));
    }

    Expression negated() {
        return new Expression(references, figures -> value(figures).negated());
    }

    /** Returns what {@code operator} makes of this and of the operand behind it. */
    Expression with(BinaryOperator<Quantity> operator, Expression other) {
        return new Expression(
                Stream.concat(references.stream(), other.references.stream()).toList(),
                figures -> operator.apply(value(figures), other.value(figures)));
    }

    /**
     * Returns what it comes to.
     *
     * @param figures what was measured
     * @throws IllegalArgumentException if it adds what does not count the same
     */
    Quantity value(Function<Reference, Quantity> figures) {
        return value.apply(figures);
    }
}
