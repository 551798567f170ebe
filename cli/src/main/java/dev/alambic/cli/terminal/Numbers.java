package dev.alambic.cli.terminal;

import java.util.Locale;

/** Numbers as tables show them, the same in every country. */
public final class Numbers {

    private Numbers() {}

    /** Returns {@code 52,194} for 52194. */
    public static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Returns {@code 97.37 %} for 0.9737. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** Returns a number with so many digits after the point. */
    public static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }
}
