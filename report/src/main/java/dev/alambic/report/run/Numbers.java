package dev.alambic.report.run;

import java.util.Locale;

/** Numbers as people read them. */
public final class Numbers {

    private Numbers() {}

    /** Returns bytes in kB or MB of powers of ten, about three digits. */
    public static String bytes(long bytes) {
        return bytes < 999_500 ? threeDigits(bytes / 1e3) + " kB" : threeDigits(bytes / 1e6) + " MB";
    }

    public static String micros(double micros) {
        return micros < 999.5 ? threeDigits(micros) + " µs" : threeDigits(micros / 1e3) + " ms";
    }

    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Returns a share of 0 to 1 in percent, with one digit behind the point. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Returns a share of 0 to 1 in percent, with the two digits that tell good models apart. */
    public static String accuracy(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** Returns a factor such as {@code 3.9×} or {@code 31×}. */
    public static String times(double factor) {
        return threeDigits(factor) + "×";
    }

    private static String threeDigits(double value) {
        String pattern = value >= 99.95 ? "%,.0f" : value >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
