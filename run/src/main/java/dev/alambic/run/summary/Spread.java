package dev.alambic.run.summary;

import java.util.Arrays;
import java.util.List;

/**
 * Mean and spread of a figure over several seeds.
 *
 * @param deviation standard deviation of the sample (divisor n - 1); 0 for one value
 * @param values in the order of the seeds
 */
public record Spread(double mean, double deviation, double least, double greatest, List<Double> values) {

    public Spread {
        values = List.copyOf(values);
    }

    /** Returns the spread of at least one value. */
    public static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("a spread needs at least one value");
        }
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        double mean = Arrays.stream(all).average().orElseThrow();
        double squares =
                Arrays.stream(all).map(value -> (value - mean) * (value - mean)).sum();
        double deviation = all.length == 1 ? 0 : Math.sqrt(squares / (all.length - 1));
        double least = Arrays.stream(all).min().orElseThrow();
        double greatest = Arrays.stream(all).max().orElseThrow();
        return new Spread(mean, deviation, least, greatest, values);
    }
}
