package dev.alambic.bench.statistics;

import dev.alambic.bench.record.Interval;
import java.util.Arrays;
import java.util.List;

/**
 * The 95 % interval of a positive figure that was measured in several fresh sessions.
 *
 * <p>Rounds of one session are alike: they share where the session's weights lie in memory and what else the machine
 * did at that time. An interval over rounds knows nothing of that and is too narrow. So each session counts as one
 * observation, the median of its rounds:
 *
 * <pre>{@code
 * s = standard deviation of ln(median of session i), i = 1 … k
 * interval = figure · exp(± t(0.975; k - 1) · s / sqrt(k))
 * }</pre>
 *
 * <p>Source: Georges, Buytaert, Eeckhout, Statistically Rigorous Java Performance Evaluation, OOPSLA 2007, section 3.2
 * (there with the means of virtual machine invocations).
 */
public final class SessionInterval {

    /** 97.5 % quantiles of Student's t by degrees of freedom from 1 on. */
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    private SessionInterval() {}

    /**
     * Returns the interval around {@code figure}.
     *
     * @param sessions the positive values of the rounds of each session; at least two sessions of at least one round
     */
    public static Interval of(double figure, List<double[]> sessions) {
        if (sessions.size() < 2) {
            throw new IllegalArgumentException("an interval needs at least 2 sessions, was " + sessions.size());
        }
        double[] logs = sessions.stream()
                .mapToDouble(rounds -> Math.log(Statistics.median(rounds)))
                .toArray();
        double quantile = T[Math.min(T.length, logs.length - 1) - 1];
        double factor = Math.exp(quantile * deviation(logs) / Math.sqrt(logs.length));
        return new Interval(figure / factor, figure * factor);
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1));
    }
}
