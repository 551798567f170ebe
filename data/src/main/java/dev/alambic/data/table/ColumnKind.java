package dev.alambic.data.table;

import dev.alambic.onnx.message.Nearest;
import java.time.DateTimeException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a column of a table is. */
public enum ColumnKind {
    NUMBER,
    CATEGORY,
    DATE,
    /** Tells rows apart, and nothing else. */
    ID,
    /** The same in every row. */
    CONSTANT,
    /** Nothing in any row. */
    EMPTY,
    /** Longer texts, nearly all different. */
    TEXT,
    LABEL,
    /** Left out because the user says so. */
    SKIP;

    private static final List<String> TOLD = List.of("number", "category", "date", "skip");

    /** Returns whether a model takes it. */
    public boolean isFeature() {
        return this == NUMBER || this == CATEGORY || this == DATE;
    }

    /** Returns the word that recipes use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the kind that a user tells: {@code number}, {@code category}, {@code date}, {@code date d.M.yyyy} or
     * {@code skip}.
     *
     * @throws IllegalArgumentException if it is none of them, or no format of dates
     */
    public static ColumnKind told(String words) {
        String word = words.strip().split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
        if (!TOLD.contains(word)) {
            throw new IllegalArgumentException("unknown kind of column '" + words + "'"
                    + Nearest.hint(word, TOLD, " (expected number, category, date, date d.M.yyyy or skip)"));
        }
        String format = formatTold(words);
        if (format != null) {
            requireFormat(format);
        }
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static void requireFormat(String format) {
        boolean isWhole = format.contains("y") && format.contains("M") && format.contains("d");
        try {
            DateForm.of(format);
        } catch (IllegalArgumentException | DateTimeException e) {
            isWhole = false;
        }
        if (!isWhole) {
            throw new IllegalArgumentException(
                    "no format of dates (expected year, month and day, such as d.M.yyyy, was '" + format + "')");
        }
    }

    /** Returns the format that a user tells with the kind; null if none. */
    static @Nullable String formatTold(String words) {
        String[] parts = words.strip().split("\\s+", 2);
        return parts.length == 2 && parts[0].equalsIgnoreCase("date") ? parts[1].strip() : null;
    }
}
