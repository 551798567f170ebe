package dev.alambic.onnx.message;

/** Refuses a value of a record: component, rule, expected and actual in one line, as a {@link RuleException}. */
public final class Rule {

    private Rule() {}

    public static void require(boolean holds, String component, String expected, Object actual) {
        if (!holds) {
            throw new RuleException(component, "out of range (expected " + expected + ", was " + actual + ")");
        }
    }

    /** NaN is refused. */
    public static void fraction(String component, double value) {
        require(value >= 0 && value <= 1, component, "0 to 1", value);
    }

    /** NaN and infinity are refused. */
    public static void atLeastZero(String component, double value) {
        require(value >= 0 && value < Double.POSITIVE_INFINITY, component, "at least 0", value);
    }

    /** NaN and infinity are refused. */
    public static void positive(String component, double value) {
        require(value > 0 && value < Double.POSITIVE_INFINITY, component, "above 0", value);
    }

    public static void atLeastOne(String component, int value) {
        require(value >= 1, component, "at least 1", value);
    }
}
