package dev.alambic.bench.format;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as people read them. */
final class Numbers {
    static final String ABSENT = "–";

    private Numbers() {}

    /** Returns about four significant digits; a dash where there were too few runs. */
    static String micros(@Nullable Double value) {
        if (value == null) {
            return ABSENT;
        }
        return format(value < 100 ? "%.2f" : value < 1000 ? "%.1f" : "%,.0f", value);
    }

    /** Returns two digits behind the point, four for models that are more than ten times slower. */
    static String factor(double value) {
        return format(value < 0.1 ? "%.4f" : "%.2f", value);
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
