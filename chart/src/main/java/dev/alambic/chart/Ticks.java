package dev.alambic.chart;

import dev.alambic.chart.Axis.Extent;
import dev.alambic.chart.Axis.Unit;
import dev.alambic.chart.table.Numbers;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Round values of an axis with their labels.
 *
 * @param values rising
 */
record Ticks(List<Double> values, DoubleFunction<String> label) {

    /** Plain numbers from here on are written in thousands. */
    private static final double LONG = 1e4;

    private static final int MOST_DIGITS = 4;

    Ticks {
        values = List.copyOf(values);
    }

    /** Returns about {@code most} values of {@code axis}. */
    static Ticks of(Axis axis, Scale scale, int most) {
        return of(axis.extent() == Extent.COUNT ? scale.counts(most) : scale.ticks(most), axis.unit());
    }

    /** Returns labels with the unit, plain ones and shares all with as many digits as one of them needs. */
    static Ticks of(List<Double> values, Unit unit) {
        return switch (unit) {
            case PLAIN -> plain(values);
            case SHARE -> {
                int digits = digits(values, 100);
                yield new Ticks(values, value -> Numbers.percent(value, digits));
            }
            case MICROS ->
                new Ticks(
                        values,
                        value -> value >= 1e3
                                ? Numbers.trimmed(value / 1e3, 2) + " ms"
                                : Numbers.trimmed(value, 2) + " µs");
            case BYTES ->
                new Ticks(
                        values,
                        value -> value >= 999_999
                                ? Numbers.trimmed(value / 1e6, 2) + " MB"
                                : value >= 1e3
                                        ? Numbers.trimmed(value / 1e3, 2) + " kB"
                                        : Numbers.trimmed(value, 2) + " B");
        };
    }

    private static Ticks plain(List<Double> values) {
        double most = values.stream().mapToDouble(Math::abs).max().orElse(0);
        if (most >= LONG || (most > 0 && most < Math.pow(10, -MOST_DIGITS))) {
            return new Ticks(values, Ticks::withPrefix);
        }
        int digits = digits(values, 1);
        return new Ticks(values, value -> Numbers.fixed(value, digits));
    }

    /** Very long and very small numbers; a power of ten where no prefix is left. */
    private static String withPrefix(double value) {
        double size = Math.abs(value);
        if (size >= 1e15 || (size > 0 && size < Math.pow(10, -MOST_DIGITS))) {
            int power = (int) Math.floor(Math.log10(size) + 1e-9);
            return Numbers.trimmed(value / Math.pow(10, power), 2) + "e" + power;
        }
        return size >= 1e9
                ? Numbers.trimmed(value / 1e9, 2) + " G"
                : size >= 1e6
                        ? Numbers.trimmed(value / 1e6, 2) + " M"
                        : size >= LONG ? Numbers.trimmed(value / 1e3, 2) + " k" : Numbers.trimmed(value, MOST_DIGITS);
    }

    private static int digits(List<Double> values, double factor) {
        int most = 0;
        for (double value : values) {
            BigDecimal shown = new BigDecimal(Numbers.fixed(factor * value, MOST_DIGITS));
            most = Math.max(most, shown.stripTrailingZeros().scale());
        }
        return most;
    }

    double widest() {
        return values.stream()
                .mapToDouble(value -> TextWidth.of(label.apply(value), TextWidth.SMALL))
                .max()
                .orElse(0);
    }
}
