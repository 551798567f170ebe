package dev.alambic.bench.gate;

import java.util.Locale;

/**
 * A number with what it counts.
 *
 * @param value in seconds, bytes, joules, and products of these
 * @param bare whether it was written without a unit, so that it takes the dimension of what it meets
 */
record Quantity(double value, Dimension dimension, boolean bare) {

    static Quantity bare(double value) {
        return new Quantity(value, Dimension.NONE, true);
    }

    static Quantity of(double value, Dimension dimension) {
        return new Quantity(value, dimension, false);
    }

    Quantity negated() {
        return new Quantity(-value, dimension, bare);
    }

    /** @throws IllegalArgumentException if the two do not count the same */
    Quantity plus(Quantity other) {
        return new Quantity(value + other.value, common(other), bare && other.bare);
    }

    /** @throws IllegalArgumentException if the two do not count the same */
    Quantity minus(Quantity other) {
        return plus(other.negated());
    }

    Quantity times(Quantity other) {
        return new Quantity(value * other.value, dimension.times(other.dimension), bare && other.bare);
    }

    Quantity over(Quantity other) {
        return new Quantity(value / other.value, dimension.over(other.dimension), bare && other.bare);
    }

    /** Returns this number with the dimension of {@code other}, if it was written without one. */
    Quantity in(Quantity other) {
        return bare && !other.bare ? of(value, other.dimension) : this;
    }

    private Dimension common(Quantity other) {
        if (dimension.equals(other.dimension)) {
            return dimension;
        }
        if (other.bare && dimension.admitsBareNumber()) {
            return dimension;
        }
        if (bare && other.dimension.admitsBareNumber()) {
            return other.dimension;
        }
        boolean unitMissing = bare || other.bare;
        throw new IllegalArgumentException("both sides count the same (expected " + dimension.label() + ", was "
                + other.dimension.label() + ")" + (unitMissing ? ": write a unit, such as 5ms" : ""));
    }

    /** Returns about four significant digits and a unit that suits the size. */
    String text() {
        if (dimension.equals(Dimension.TIME)) {
            return scaled(value * 1e6, 1000, "µs", "ms", "s");
        }
        if (dimension.equals(Dimension.BYTES)) {
            return scaled(value, 1000, "B", "kB", "MB", "GB");
        }
        if (dimension.equals(Dimension.ENERGY)) {
            return scaled(value * 1e6, 1000, "µJ", "mJ", "J");
        }
        return dimension.equals(Dimension.RATE) ? digits(value) + "/s" : digits(value);
    }

    private static String scaled(double number, int step, String... units) {
        double scaled = number;
        int unit = 0;
        while (Math.abs(scaled) >= step && unit < units.length - 1) {
            scaled /= step;
            unit++;
        }
        return digits(scaled) + " " + units[unit];
    }

    private static String digits(double number) {
        double size = Math.abs(number);
        if (number == Math.rint(number) && size < 1e15) {
            return String.format(Locale.ROOT, "%,d", (long) number);
        }
        return String.format(Locale.ROOT, size < 1 ? "%.4f" : size < 100 ? "%.2f" : "%,.1f", number);
    }
}
