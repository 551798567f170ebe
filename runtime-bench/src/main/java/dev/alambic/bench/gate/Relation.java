package dev.alambic.bench.gate;

import java.util.Arrays;
import java.util.Optional;

/** How the two sides of a requirement are compared. */
enum Relation {
    AT_MOST("<=", "≤"),
    LESS("<", "<"),
    AT_LEAST(">=", "≥"),
    MORE(">", ">"),
    EQUAL("==", "="),
    DIFFERENT("!=", "!=");

    private final String symbol;
    private final String alias;

    Relation(String symbol, String alias) {
        this.symbol = symbol;
        this.alias = alias;
    }

    String symbol() {
        return symbol;
    }

    static Optional<Relation> of(Token token) {
        return Arrays.stream(values())
                .filter(relation -> token.is(relation.symbol) || token.is(relation.alias))
                .findFirst();
    }

    /**
     * Returns whether it holds; nothing holds of NaN but that it differs.
     *
     * @throws IllegalArgumentException if the two do not count the same
     */
    boolean holds(Quantity left, Quantity right) {
        double difference = left.minus(right).value();
        return switch (this) {
            case AT_MOST -> difference <= 0;
            case LESS -> difference < 0;
            case AT_LEAST -> difference >= 0;
            case MORE -> difference > 0;
            case EQUAL -> difference == 0;
            case DIFFERENT -> difference != 0;
        };
    }
}
