package dev.alambic.bench.gate;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Machine;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Verdict;
import dev.alambic.bench.record.Verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Holds models to an earlier result: nothing may be worse than it was by more than a tolerance.
 *
 * <p>Times of two machines, or of one machine on two days, do not compare. So latency is judged by the speed-up against
 * the baseline, which both measured in turns, and fails only if its whole 95 % interval lies beyond the tolerance of
 * the earlier interval. The baseline's own times, its memory, and times that have no ratio are judged only if the
 * machine and the runtime are the same.
 */
public record EarlierResult(Comparison earlier, Tolerance tolerance) {
    private static final List<String> QUALITIES = List.of("accuracy", "agreement", "r2", "mae", "rmse");
    private static final List<String> ANYWHERE = List.of("bytes", "parameters", "nonzero", "macs");

    /** Judges {@code now}: a verdict for each figure of each model that the earlier result has. */
    public List<Verdict> judge(Comparison now) {
        List<Verdict> verdicts = new ArrayList<>();
        for (ModelResult then : earlier.models()) {
            Optional<ModelResult> same = now.model(then.name());
            if (same.isEmpty()) {
                verdicts.add(new Verdict(
                        then.name() + " as in the earlier result", Outcome.UNKNOWN, "it was not measured now"));
            } else {
                judge(then, same.get(), now, verdicts);
            }
        }
        return verdicts;
    }

    private void judge(ModelResult then, ModelResult now, Comparison all, List<Verdict> verdicts) {
        boolean sameBaseline = earlier.baseline().equals(all.baseline());
        boolean isBaseline = then.name().equals(earlier.baseline());
        boolean sameMachine = isSame(earlier.machine(), all.machine());
        if (sameBaseline && !isBaseline) {
            then.latency().forEach(latency -> verdicts.add(speedup(now, latency)));
        } else if (sameMachine) {
            then.latency().forEach(latency -> verdicts.add(time(now, latency)));
        }
        Predicate<String> compared = name -> QUALITIES.contains(name)
                || ANYWHERE.contains(name)
                || (sameMachine && (name.equals("memory") || name.equals("load_memory")));
        Metrics.ALL.stream()
                .filter(metric -> compared.test(metric.symbol()))
                .forEach(metric -> figure(metric, then, now).ifPresent(verdicts::add));
    }

    private static boolean isSame(Machine one, Machine other) {
        return one.cpu().equals(other.cpu())
                && one.processors() == other.processors()
                && one.runtime().equals(other.runtime())
                && one.os().equals(other.os());
    }

    private Verdict speedup(ModelResult now, Latency then) {
        double least = then.speedupInterval().low() * (1 - tolerance.of("speedup"));
        String goal = goal(now, "speedup", then);
        return now.latency(then.setting())
                .map(latency -> new Verdict(
                        goal,
                        latency.speedupInterval().high() >= least ? Outcome.PASSED : Outcome.FAILED,
                        format(
                                "%.2f× (%.2f – %.2f) now, %.2f× then, at least %.2f× allowed",
                                latency.speedup(),
                                latency.speedupInterval().low(),
                                latency.speedupInterval().high(),
                                then.speedup(),
                                least)))
                .orElseGet(() -> missing(goal));
    }

    private Verdict time(ModelResult now, Latency then) {
        double most = then.p50Interval().high() * (1 + tolerance.of("p50"));
        String goal = goal(now, "p50", then);
        return now.latency(then.setting())
                .map(latency -> new Verdict(
                        goal,
                        latency.p50Interval().low() <= most ? Outcome.PASSED : Outcome.FAILED,
                        format(
                                "%.4g µs (%.4g – %.4g) now, %.4g µs then, at most %.4g µs allowed",
                                latency.p50Micros(),
                                latency.p50Interval().low(),
                                latency.p50Interval().high(),
                                then.p50Micros(),
                                most)))
                .orElseGet(() -> missing(goal));
    }

    private static String goal(ModelResult model, String metric, Latency latency) {
        return model.name() + "." + metric + " at " + latency.setting() + " as before";
    }

    private static Verdict missing(String goal) {
        return new Verdict(goal, Outcome.UNKNOWN, "it was not measured now");
    }

    /** Compares a figure of the model itself; nothing if the earlier result does not have it. */
    private Optional<Verdict> figure(Metric metric, ModelResult then, ModelResult now) {
        String goal = now.name() + "." + metric.symbol() + " as before";
        return metric.of(then, Selector.FIRST)
                .map(before -> metric.of(now, Selector.FIRST)
                        .map(value -> figure(goal, metric, before, value))
                        .orElseGet(() -> missing(goal)));
    }

    private Verdict figure(String goal, Metric metric, Quantity before, Quantity now) {
        double allowed = tolerance.of(metric.symbol());
        boolean higher = metric.better() == Metric.Better.HIGHER;
        double bound = higher ? before.value() - allowed : before.value() * (1 + allowed);
        Quantity limit = Quantity.of(bound, metric.dimension());
        boolean kept = higher ? now.value() >= bound : now.value() <= bound;
        return new Verdict(
                goal,
                kept ? Outcome.PASSED : Outcome.FAILED,
                now.text() + " now, " + before.text() + " then, " + (higher ? "at least " : "at most ") + limit.text()
                        + " allowed");
    }

    /** Returns what of the comparison could not be made, for a reader; empty if all was. */
    public List<String> notes(Comparison now) {
        if (isSame(earlier.machine(), now.machine())) {
            return List.of();
        }
        return List.of(format(
                "the earlier result is of another machine or runtime (%s, %d processors, %s): speed-ups against %s,"
                        + " sizes and answers were compared, times and memory were not",
                earlier.machine().cpu(),
                earlier.machine().processors(),
                earlier.machine().runtime(),
                earlier.baseline()));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
