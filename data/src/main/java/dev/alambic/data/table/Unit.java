package dev.alambic.data.table;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sign that the numbers of a column carry, before or behind them: that of percent, whose numbers are read as
 * fractions (12 % is 0.12, as spreadsheets have it), or of a currency.
 *
 * @param sign empty where numbers carry none
 */
record Unit(String sign) {
    static final Unit NONE = new Unit("");

    private static final String PERCENT = "%";
    private static final float WHOLE = 100;
    private static final Pattern BLANKS = Pattern.compile("^[\\s\u00a0\u202f]+|[\\s\u00a0\u202f]+$");
    private static final List<Unit> ALL = List.of(
            new Unit(PERCENT),
            new Unit("$"),
            new Unit("€"),
            new Unit("£"),
            new Unit("¥"),
            new Unit("₹"),
            new Unit("EUR"),
            new Unit("USD"),
            new Unit("GBP"),
            new Unit("CHF"));

    /** Returns the sign that a cell with a number carries, if its other characters are one. */
    static Unit of(String cell) {
        int last = cell.length() - 1;
        if (last < 1 || (isDigit(cell.charAt(0)) && isDigit(cell.charAt(last)))) {
            return NONE;
        }
        for (Unit unit : ALL) {
            String bare = unit.bare(cell);
            if (bare != null && !bare.isEmpty() && bare.chars().anyMatch(c -> isDigit((char) c))) {
                return unit;
            }
        }
        return NONE;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Returns a cell without the sign that it carries, if it carries one. */
    static String stripped(String cell) {
        String bare = of(cell).bare(cell);
        return bare == null ? cell : bare;
    }

    /** Returns a cell without this sign; null if it does not carry it. */
    private @Nullable String bare(String cell) {
        if (cell.endsWith(sign)) {
            return trimmed(cell.substring(0, cell.length() - sign.length()));
        }
        boolean negative = cell.startsWith("-");
        return cell.startsWith(sign, negative ? 1 : 0)
                ? (negative ? "-" : "") + trimmed(cell.substring(sign.length() + (negative ? 1 : 0)))
                : null;
    }

    /** Blanks that no line breaks at stand before signs too. */
    private static String trimmed(String text) {
        return BLANKS.matcher(text).replaceAll("");
    }

    boolean isPercent() {
        return sign.equals(PERCENT);
    }

    /**
     * Returns the number of a cell; NaN if it is none, or carries another sign. Numbers of a currency may come without
     * it, those of percent may not: 12 may be 12 % or 1,200 %.
     */
    float parse(String cell, NumberForm form) {
        if (sign.isEmpty()) {
            return form.parse(cell);
        }
        String bare = of(cell).equals(this) ? bare(cell) : null;
        if (bare != null) {
            return isPercent() ? form.parse(bare) / WHOLE : form.parse(bare);
        }
        return isPercent() ? Float.NaN : form.parse(cell);
    }

    /** Returns what a cell should be, for refusals. */
    String expected() {
        return sign.isEmpty() ? "a finite number" : "a finite number with '" + sign + "'";
    }
}
