package dev.alambic.chart;

import dev.alambic.chart.Axis.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Where values lie on an axis.
 *
 * @param low value at the beginning of the pixels
 * @param high value at their end, greater than {@code low}
 * @param logarithmic whether equal distances are equal factors; {@code low} is then above 0
 */
record Scale(double low, double high, boolean logarithmic, Span pixels) {

    Scale {
        if (!(high > low) || (logarithmic && !(low > 0))) {
            throw new IllegalArgumentException(
                    "a scale rises, from above 0 if it is logarithmic (was " + low + " to " + high + ")");
        }
    }

    double from() {
        return pixels.from();
    }

    double to() {
        return pixels.to();
    }

    double at(double value) {
        double share = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return from() + share * (to() - from());
    }

    /** Returns round values, about {@code most} of them. */
    List<Double> ticks(int most) {
        return logarithmic ? decades(most) : steps(step((high - low) / Math.max(1, most)));
    }

    /** Returns whole numbers from 1 on, about {@code most} of them. */
    List<Double> counts(int most) {
        double step = Math.max(1, step(high / Math.max(1, most)));
        List<Double> ticks = new ArrayList<>(steps(step));
        ticks.removeIf(tick -> tick < 1);
        return ticks;
    }

    private List<Double> steps(double step) {
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Returns the smallest of 1, 2 or 5 times a power of ten that is at least {@code least}. */
    private static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** Powers of ten, or 1, 2 and 5 times them where that is few enough. */
    private List<Double> decades(int most) {
        List<Double> fine = powers(1, 2, 5);
        if (fine.size() <= most) {
            return fine;
        }
        List<Double> coarse = powers(1);
        return coarse.size() >= 2 ? coarse : fine;
    }

    private List<Double> powers(double... factors) {
        List<Double> ticks = new ArrayList<>();
        for (double power = Math.pow(10, Math.floor(Math.log10(low))); power <= high; power *= 10) {
            for (double factor : factors) {
                double tick = factor * power;
                if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }
}
