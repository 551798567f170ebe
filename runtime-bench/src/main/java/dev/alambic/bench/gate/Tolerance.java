package dev.alambic.bench.gate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much worse than before figures may be.
 *
 * @param others share of the earlier figure, at least 0, for what {@code own} does not name
 * @param own by metric; for accuracy, agreement and r2 the difference that is allowed, 0.01 if they are not named
 */
public record Tolerance(double others, Map<String, Double> own) {
    private static final Pattern ITEM = Pattern.compile("(?:([a-z_0-9]+) *= *)?(\\d+(?:\\.\\d+)?|\\.\\d+) *(%?)");
    private static final List<String> POINTS = List.of("accuracy", "agreement", "r2");
    private static final double POINT = 0.01;

    public Tolerance {
        own = Map.copyOf(own);
    }

    /** Returns a tenth, and one point of accuracy, agreement and R². */
    public static Tolerance defaults() {
        return new Tolerance(0.1, Map.of());
    }

    /**
     * Reads a tolerance such as {@code 10%} or {@code 10%,accuracy=0.5%,bytes=0}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Tolerance parse(String text) {
        Map<String, Double> own = new LinkedHashMap<>();
        double others = defaults().others();
        int at = 0;
        for (String item : text.split(",", -1)) {
            Matcher matcher = ITEM.matcher(item.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "tolerance: expected a share such as 10% or bytes=0, was '" + item.strip() + "'");
            }
            double share =
                    Double.parseDouble(matcher.group(2)) / (matcher.group(3).isEmpty() ? 1 : 100);
            Optional<String> metric = Optional.ofNullable(matcher.group(1));
            if (metric.isEmpty()) {
                others = share;
            } else {
                own.put(known(metric.get(), text, at + item.indexOf(metric.get())), share);
            }
            at += item.length() + 1;
        }
        return new Tolerance(others, own);
    }

    private static String known(String metric, String text, int position) {
        if (Metrics.of(metric).isEmpty()) {
            throw GateSyntax.error(text, position + 1, "unknown metric '" + metric + "'", metric, Metrics.symbols());
        }
        return metric;
    }

    double of(String metric) {
        return own.getOrDefault(metric, POINTS.contains(metric) ? POINT : others);
    }
}
