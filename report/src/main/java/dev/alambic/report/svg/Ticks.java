package dev.alambic.report.svg;

import dev.alambic.report.chart.FrontChart.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Round values of an axis with their labels.
 *
 * @param values rising
 */
record Ticks(List<Double> values, DoubleFunction<String> label) {

    Ticks {
        values = List.copyOf(values);
    }

    /** Returns plain numbers, all with as many digits behind the point as one of them needs. */
    static Ticks plain(List<Double> values) {
        int digits = digits(values, 1);
        return new Ticks(values, value -> String.format(Locale.ROOT, "%." + digits + "f", value));
    }

    static Ticks of(List<Double> values, Unit unit) {
        return switch (unit) {
            case SHARE -> {
                int digits = digits(values, 100);
                yield new Ticks(values, value -> String.format(Locale.ROOT, "%." + digits + "f %%", 100 * value));
            }
            case MICROS ->
                new Ticks(values, value -> value >= 1000 ? trimmed(value / 1000) + " ms" : trimmed(value) + " µs");
            case BYTES ->
                new Ticks(
                        values,
                        value -> value >= 999_999
                                ? trimmed(value / 1e6) + " MB"
                                : value >= 1000 ? trimmed(value / 1e3) + " kB" : trimmed(value) + " B");
        };
    }

    private static String trimmed(double value) {
        return new BigDecimal(String.format(Locale.ROOT, "%.2f", value))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static int digits(List<Double> values, double factor) {
        int most = 0;
        for (double value : values) {
            BigDecimal shown = new BigDecimal(String.format(Locale.ROOT, "%.4f", factor * value));
            most = Math.max(most, shown.stripTrailingZeros().scale());
        }
        return most;
    }

    double widest(double fontSize) {
        return values.stream()
                .mapToDouble(value -> TextWidth.of(label.apply(value), fontSize))
                .max()
                .orElse(0);
    }
}
