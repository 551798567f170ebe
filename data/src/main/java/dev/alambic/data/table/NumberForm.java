package dev.alambic.data.table;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a column writes numbers: which sign stands before the fraction. Thousands may be told apart by the other one of
 * point and comma, by a blank or an apostrophe, three digits each.
 *
 * @param decimal {@code .} or {@code ,}
 */
public record NumberForm(char decimal) {
    public static final NumberForm POINT = new NumberForm('.');
    public static final NumberForm COMMA = new NumberForm(',');

    private static final Set<String> INFINITE = Set.of("inf", "infinity", "+inf", "-inf", "+infinity", "-infinity");

    private static final String EXPONENT = "([eE][+-]?\\d{1,6})?";
    private static final Pattern PLAIN = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)" + EXPONENT);
    private static final Pattern GROUPED =
            Pattern.compile("[+-]?\\d{1,3}(([,' \u00a0\u202f\u2019])\\d{3})(\\2\\d{3})*(\\.\\d*)?" + EXPONENT);

    /** What only one of the two can have written. */
    private static final Pattern SURELY_COMMA = Pattern.compile(
            "[+-]?(0?,\\d+|0,\\d{3}|\\d+,(\\d{1,2}|\\d{4,})|\\d{4,},\\d+|\\d{1,3}([.' \u00a0\u202f\u2019]\\d{3})+,\\d+)"
                    + EXPONENT);

    private static final Pattern SURELY_POINT = Pattern.compile(
            "[+-]?(0?\\.\\d+|\\d+\\.(\\d{1,2}|\\d{4,})|\\d{4,}\\.\\d+|\\d{1,3}([,' \u00a0\u202f\u2019]\\d{3})+\\.\\d+"
                    + "|\\d{1,3}(,\\d{3}){2,})" + EXPONENT);
    private static final Pattern EITHER = Pattern.compile("[+-]?[1-9]\\d{0,2},\\d{3}");

    private static final int FAST_DIGITS = 15;
    private static final double[] TENS = new double[FAST_DIGITS + 1];

    static {
        TENS[0] = 1;
        for (int i = 1; i < TENS.length; i++) {
            TENS[i] = TENS[i - 1] * 10;
        }
    }

    static boolean isSurelyComma(String cell) {
        return SURELY_COMMA.matcher(cell).matches();
    }

    static boolean isSurelyPoint(String cell) {
        return SURELY_POINT.matcher(cell).matches();
    }

    /** Returns whether each of the two could have written it. */
    static boolean isEither(String cell) {
        return EITHER.matcher(cell).matches();
    }

    /** Returns whether a text may be a number with a point or a comma. */
    static boolean isMarked(String cell) {
        boolean marked = false;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            marked |= c == ',' || c == '.';
            if (c > '9' && c != 'e' && c != 'E' && c != '\u00a0' && c != '\u202f' && c != '\u2019') {
                return false;
            }
        }
        return marked;
    }

    /** Returns whether it is a number in either form, with or without the sign of percent or of a currency. */
    public static boolean isValue(String cell) {
        String bare = Unit.stripped(cell);
        return POINT.isNumber(bare) || COMMA.isNumber(bare);
    }

    static boolean isInfinite(String cell) {
        return INFINITE.contains(cell.toLowerCase(Locale.ROOT));
    }

    /** Returns whether it is a number in this form; Java's "1f", "0x1p3" and "NaN" are none. */
    public boolean isNumber(String cell) {
        return !Double.isNaN(parse(cell));
    }

    /** Returns the float32 that is nearest, infinite beyond its range; NaN if it is no number. */
    float parse(String cell) {
        int length = cell.length();
        int i = 0;
        boolean negative = false;
        if (length > 0 && (cell.charAt(0) == '-' || cell.charAt(0) == '+')) {
            negative = cell.charAt(0) == '-';
            i = 1;
        }
        long mantissa = 0;
        int digits = 0;
        int fraction = -1;
        for (; i < length; i++) {
            char c = cell.charAt(i);
            if (c >= '0' && c <= '9') {
                mantissa = mantissa * 10 + (c - '0');
                digits++;
            } else if (c == decimal && fraction < 0) {
                fraction = digits;
            } else {
                return slow(cell);
            }
        }
        if (digits == 0) {
            return Float.NaN;
        }
        if (digits > FAST_DIGITS) {
            return slow(cell);
        }
        double value = fraction < 0 ? mantissa : mantissa / TENS[digits - fraction];
        if ((Double.doubleToRawLongBits(value) & 0x1fffffffL) == 0x10000000L) {
            return slow(cell); // half way between two floats once rounded: ask for the exact one
        }
        return (float) (negative ? -value : value);
    }

    private float slow(String cell) {
        char first = cell.charAt(0);
        if (first > '9') {
            return Float.NaN; // no letter begins a number
        }
        String plain = plain(cell);
        return plain == null ? Float.NaN : Float.parseFloat(plain);
    }

    /** Returns the number as Java writes it; null if it is none. */
    @Nullable
    String plain(String cell) {
        String pointed = cell;
        if (decimal == ',') {
            pointed = cell.replace('.', '\u0001').replace(',', '.').replace('\u0001', ',');
        }
        if (PLAIN.matcher(pointed).matches()) {
            return pointed;
        }
        return GROUPED.matcher(pointed).matches() ? pointed.replaceAll("[,' \u00a0\u202f\u2019]", "") : null;
    }
}
