package dev.alambic.bench.gate;

import dev.alambic.bench.record.ModelResult;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** One side of a requirement. */
sealed interface Expression {

    /**
     * Returns what it comes to.
     *
     * @param figures what was measured
     * @throws IllegalArgumentException if it adds what does not count the same
     */
    Quantity value(Function<Reference, Quantity> figures);

    /** Returns the figures that it needs, from left to right. */
    Stream<Reference> references();

    /** A number. */
    record Literal(Quantity quantity) implements Expression {
        @Override
        public Quantity value(Function<Reference, Quantity> figures) {
            return quantity;
        }

        @Override
        public Stream<Reference> references() {
            return Stream.empty();
        }
    }

    /**
     * A figure of a model.
     *
     * @param position of its first character in the gate, from 1
     */
    record Reference(String model, Metric metric, Selector selector, int position) implements Expression {
        @Override
        public Quantity value(Function<Reference, Quantity> figures) {
            return figures.apply(this);
        }

        @Override
        public Stream<Reference> references() {
            return Stream.of(this);
        }

        /** Returns the value in {@code result}, if it was measured. */
        Optional<Quantity> of(ModelResult result) {
            return metric.of(result, selector);
        }

        String label() {
            return model + "." + metric.symbol() + selector;
        }
    }

    /** A minus before something. */
    record Negated(Expression of) implements Expression {
        @Override
        public Quantity value(Function<Reference, Quantity> figures) {
            return of.value(figures).negated();
        }

        @Override
        public Stream<Reference> references() {
            return of.references();
        }
    }

    /** Two operands. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {
        @Override
        public Quantity value(Function<Reference, Quantity> figures) {
            Quantity a = left.value(figures);
            Quantity b = right.value(figures);
            return switch (operator) {
                case PLUS -> a.plus(b);
                case MINUS -> a.minus(b);
                case TIMES -> a.times(b);
                case OVER -> a.over(b);
            };
        }

        @Override
        public Stream<Reference> references() {
            return Stream.concat(left.references(), right.references());
        }
    }

    /** What is done with two operands. */
    enum Operator {
        PLUS,
        MINUS,
        TIMES,
        OVER
    }
}
