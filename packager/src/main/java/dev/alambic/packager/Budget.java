package dev.alambic.packager;

import dev.alambic.bench.record.ByteUnit;
import dev.alambic.packager.manifest.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a model may cost and must reach, to be packaged at all.
 *
 * @param bytes most size of the model's file; null for any
 * @param millis most median time of a call of one sample, as it was measured; null for any
 * @param accuracy least accuracy, or R² of a regression, or macro AUC of several labels, as it was measured; null for
 *     any
 */
public record Budget(
        @Nullable Long bytes,
        @Nullable Double millis,
        @Nullable Double accuracy) {
    private static final Pattern SIZE = Pattern.compile("(\\d+(?:\\.\\d+)?)([a-zA-Z]+)");
    private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)(us|ms|s)");
    private static final Pattern SHARE = Pattern.compile("[01](?:\\.\\d+)?|\\.\\d+");
    private static final String ACCURACY = "accuracy";
    private static final String R2 = "r2";
    private static final String AUC = "macroAuc";

    /**
     * Reads {@code 1MB,10ms,0.97} or some of these, in any order; sizes in MB are decimal (1,000,000 bytes), in MiB
     * binary.
     *
     * @throws IllegalArgumentException if a part is none of them, or stands twice
     */
    public static Budget parse(String text) {
        Budget budget = new Budget(null, null, null);
        for (String part : text.split(",", -1)) {
            budget = budget.with(part.strip());
        }
        return budget;
    }

    private Budget with(String part) {
        Matcher size = SIZE.matcher(part);
        Matcher time = TIME.matcher(part);
        Optional<ByteUnit> unit = size.matches() ? ByteUnit.named(size.group(2)) : Optional.empty();
        if (unit.isPresent() && bytes == null) {
            return new Budget((long) unit.get().bytes(Double.parseDouble(size.group(1))), millis, accuracy);
        }
        if (time.matches() && millis == null) {
            double factor = time.group(2).equals("us") ? 0.001 : time.group(2).equals("ms") ? 1 : 1000;
            return new Budget(bytes, Double.parseDouble(time.group(1)) * factor, accuracy);
        }
        if (SHARE.matcher(part).matches() && Double.parseDouble(part) <= 1 && accuracy == null) {
            return new Budget(bytes, millis, Double.parseDouble(part));
        }
        throw new IllegalArgumentException(
                "--budget: a size, a time and an accuracy, each once (expected such as 1MB,10ms,0.97, was '" + part
                        + "')");
    }

    /**
     * Returns what a model misses, one line each.
     *
     * @throws IllegalArgumentException if a limit is on something that was not measured
     */
    public List<String> missed(long fileBytes, Evidence evidence) {
        List<String> missed = new ArrayList<>();
        if (bytes != null && fileBytes > bytes) {
            missed.add("size: " + fileBytes + " bytes are more than " + bytes);
        }
        if (millis != null) {
            double measured = measuredMillis(evidence);
            if (!(measured <= millis)) {
                missed.add(String.format(Locale.ROOT, "latency: %.4g ms are more than %.4g", measured, millis));
            }
        }
        if (accuracy != null) {
            String figure = Stream.of(R2, AUC)
                    .filter(evidence.metrics()::containsKey)
                    .findFirst()
                    .orElse(ACCURACY);
            Double measured = evidence.metrics().get(figure);
            if (measured == null) {
                throw new IllegalArgumentException(
                        "--budget: the accuracy was not measured (package a model that lies in"
                                + " a run, or give --data)");
            }
            if (!(measured >= accuracy)) {
                missed.add(String.format(Locale.ROOT, "%s: %.4f is less than %.4f", figure, measured, accuracy));
            }
        }
        return missed;
    }

    private static double measuredMillis(Evidence evidence) {
        OptionalDouble measured = evidence.latency().stream()
                .filter(each -> each.batch() == 1)
                .mapToDouble(each -> each.p50Micros() / 1000)
                .min();
        return measured.orElseThrow(() -> new IllegalArgumentException(
                "--budget: the latency of one sample was not measured (package a model that lies in a run, or give"
                        + " --bench bench.json)"));
    }
}
