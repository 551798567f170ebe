package dev.alambic.bench.gate;

/**
 * A word of a gate.
 *
 * @param position of its first character, from 1
 */
record Token(Kind kind, String text, int position) {

    /** What a token is by its form. */
    enum Kind {
        NUMBER,
        /** A name as it stands. */
        WORD,
        /** A name in quotation marks, without them. */
        QUOTED,
        SYMBOL,
        END
    }

    boolean is(String symbol) {
        return (kind == Kind.SYMBOL || kind == Kind.WORD) && text.equals(symbol);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    @Override
    public String toString() {
        return kind == Kind.END ? "the end" : "'" + text + "'";
    }
}
