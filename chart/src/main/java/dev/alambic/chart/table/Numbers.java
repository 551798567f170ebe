package dev.alambic.chart.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them. */
public final class Numbers {

    /** What stands for a number that is not there. */
    public static final String ABSENT = "–";

    private static final int MINUTE = 60;
    private static final double KILO = 1e3;
    private static final double MEGA = 1e6;

    private Numbers() {}

    /** Returns {@code 52,194} for 52194. */
    public static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Returns {@code 1,234.5} for 1234.5 and one digit after the point. */
    public static String grouped(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }

    /** Returns a number with so many digits after the point. */
    public static String fixed(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** Returns a difference with its sign, {@code −0.88} or {@code +0.88}. */
    public static String signed(double value, int digits) {
        return String.format(Locale.ROOT, "%+." + digits + "f", value).replace('-', '−');
    }

    /** Returns a number with at most so many digits after the point, none of them a zero at the end. */
    public static String trimmed(double value, int digits) {
        return Double.isFinite(value)
                ? stripped(new BigDecimal(value).setScale(digits, RoundingMode.HALF_UP))
                : String.valueOf(value);
    }

    /** Returns a number with at most so many digits that count, never as a power of ten. */
    public static String significant(double value, int digits) {
        return Double.isFinite(value) && value != 0
                ? stripped(new BigDecimal(value, new MathContext(digits)))
                : String.valueOf(value);
    }

    private static String stripped(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** Returns {@code 97.37 %} for 0.9737: two digits, which tell good models apart. */
    public static String percent(double share) {
        return percent(share, 2);
    }

    /** Returns a share of 0 to 1 in percent, with so many digits after the point. */
    public static String percent(double share, int digits) {
        return fixed(100 * share, digits) + " %";
    }

    /** Returns bytes in kB or MB of powers of ten, about three digits. */
    public static String bytes(long bytes) {
        return bytes < 999_500 ? threeDigits(bytes / KILO) + " kB" : threeDigits(bytes / MEGA) + " MB";
    }

    /** Returns a time in µs or ms, about three digits. */
    public static String micros(double micros) {
        return micros < 999.5 ? threeDigits(micros) + " µs" : threeDigits(micros / KILO) + " ms";
    }

    /** Returns a time as {@code 7.47 s}, {@code 10 min 2 s} or {@code 1 h 5 min}. */
    public static String seconds(double seconds) {
        if (seconds < MINUTE - 0.5) {
            return threeDigits(seconds) + " s";
        }
        long whole = Math.round(seconds);
        return whole < MINUTE * MINUTE
                ? whole / MINUTE + " min " + whole % MINUTE + " s"
                : whole / (MINUTE * MINUTE) + " h " + whole / MINUTE % MINUTE + " min";
    }

    /** Returns a factor such as {@code 3.9×} or {@code 31×}. */
    public static String times(double factor) {
        return threeDigits(factor) + "×";
    }

    private static String threeDigits(double value) {
        return grouped(value, value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);
    }

    /** Returns about four digits that count; a dash for what is not there. */
    public static String fourDigits(@Nullable Double value) {
        if (value == null) {
            return ABSENT;
        }
        return value < 1000 ? fixed(value, value < 100 ? 2 : 1) : grouped(value, 0);
    }

    /** Returns two digits after the point, four for what is more than ten times smaller. */
    public static String ratio(double value) {
        return fixed(value, value < 0.1 ? 4 : 2);
    }
}
