package dev.alambic.exporter.trace;

/**
 * A free size of the inputs, such as {@code batch}, and what it was in the two traces.
 *
 * @param input name of an input that has the symbol as an extent
 * @param axis position of the extent
 * @param first size in the first trace
 * @param second size in the second trace, another one
 */
public record Symbol(String name, String input, int axis, long first, long second) {
    public Symbol {
        if (first < 1 || second < 1 || first == second) {
            throw new IllegalArgumentException(
                    name + ": a symbol has two sizes (expected different ones of at least 1, was " + first + " and "
                            + second + ")");
        }
    }
}
