package dev.alambic.bench.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a value stands on an axis.
 *
 * @param low least value, above 0 if {@code logarithmic}
 * @param from pixel of {@code low}
 * @param to pixel of {@code high}
 */
record Scale(double low, double high, boolean logarithmic, double from, double to) {
    private static final int TICKS = 6;

    Scale {
        if (!(low < high) || (logarithmic && low <= 0)) {
            throw new IllegalArgumentException("a scale ascends, was " + low + " to " + high);
        }
    }

    /** Returns a scale with some air around {@code low} and {@code high}, which may be equal. */
    static Scale around(double low, double high, boolean logarithmic, double from, double to) {
        if (logarithmic) {
            double air = Math.max(1.1, Math.pow(high / low, 0.06));
            return new Scale(low / air, high * air, true, from, to);
        }
        double air = high == low ? Math.max(1e-9, Math.abs(high) * 0.05) : (high - low) * 0.08;
        return new Scale(low - air, high + air, false, from, to);
    }

    double at(double value) {
        double share = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return from + share * (to - from);
    }

    /** Returns round values within the scale. */
    List<Double> ticks() {
        return logarithmic ? logarithmicTicks() : evenTicks();
    }

    private List<Double> evenTicks() {
        double step = Math.pow(10, Math.floor(Math.log10((high - low) / TICKS)));
        for (double factor : new double[] {2, 2.5, 2}) {
            step *= (high - low) / step > TICKS ? factor : 1;
        }
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    private List<Double> logarithmicTicks() {
        double[] steps = high / low > 1000 ? new double[] {1} : new double[] {1, 2, 5};
        List<Double> ticks = new ArrayList<>();
        for (double power = Math.pow(10, Math.floor(Math.log10(low))); power <= high; power *= 10) {
            for (double step : steps) {
                if (power * step >= low && power * step <= high) {
                    ticks.add(power * step);
                }
            }
        }
        return ticks;
    }

    /** Returns a value with as few digits as tell ticks apart. */
    static String label(double value) {
        double size = Math.abs(value);
        if (size >= 1e6) {
            return trimmed(value / 1e6) + " M";
        }
        return size >= 1e4 ? trimmed(value / 1e3) + " k" : trimmed(value);
    }

    private static String trimmed(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}
