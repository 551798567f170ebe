package dev.alambic.cli.command;

import dev.alambic.bench.gate.EarlierResult;
import dev.alambic.bench.gate.Gate;
import dev.alambic.bench.gate.Tolerance;
import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.ComparisonJson;
import dev.alambic.bench.record.Verdict;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.cli.terminal.Console;
import dev.alambic.run.UsageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goals that measured models must reach. */
record GateFlags(List<Gate> gates, @Nullable EarlierResult earlier) {

    static Flags addTo(Flags flags) {
        return flags.value(
                        "require",
                        "GOALS",
                        "return 1 if one is missed, for example 'student.p50 <= 0.5*teacher.p50, student.bytes <= 1MB'")
                .value("baseline", "FILE", "return 1 if a model is worse than in this earlier result, a JSON file")
                .value(
                        "tolerance",
                        "SHARE",
                        "by how much it may be worse (default: 10%), also 10%,accuracy=0.5%,bytes=0");
    }

    /**
     * Reads the goals for the models that will be measured.
     *
     * @throws IllegalArgumentException if one is not written rightly, or asks for what there is not
     */
    static GateFlags of(Arguments arguments, List<Candidate> candidates) {
        List<String> names = candidates.stream().map(Candidate::name).toList();
        List<Gate> gates = arguments.texts("require").stream().map(Gate::parse).toList();
        gates.forEach(gate -> gate.check(names));
        gates.stream().flatMap(gate -> gate.metrics().stream()).forEach(metric -> requireMeasured(metric, arguments));
        return new GateFlags(gates, earlier(arguments));
    }

    /** Refuses a goal that the other flags leave unmeasured, before time is spent on the rest. */
    private static void requireMeasured(String metric, Arguments arguments) {
        List<String> skipped = arguments.texts("skip").stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::strip)
                .toList();
        String missing = switch (metric) {
            case "accuracy", "ece", "r2", "mae", "rmse" -> arguments.has("data") ? "" : "labelled data (--data)";
            case "macs", "integer_share" -> arguments.has("profile") ? "" : "--profile";
            case "open_p50", "open_p90", "open_p99", "open_p999" ->
                arguments.has("rate") ? "" : "a rate of calls (--rate)";
            case "memory", "load_memory" -> skipped.contains("memory") ? "no --skip memory" : "";
            case "session", "first_run" -> skipped.contains("startup") ? "no --skip startup" : "";
            default -> "";
        };
        if (!missing.isEmpty()) {
            throw new UsageException("bench: --require: " + metric + " needs " + missing);
        }
    }

    private static @Nullable EarlierResult earlier(Arguments arguments) {
        Tolerance tolerance = arguments.text("tolerance").map(Tolerance::parse).orElse(Tolerance.defaults());
        if (!arguments.has("baseline") && arguments.has("tolerance")) {
            throw new UsageException("bench: --tolerance is for --baseline");
        }
        return arguments
                .path("baseline")
                .map(file -> new EarlierResult(ComparisonJson.read(file), tolerance))
                .orElse(null);
    }

    /** Returns {@code comparison} with a verdict on every goal. */
    Comparison judge(Comparison comparison) {
        List<Verdict> verdicts = new ArrayList<>(comparison.verdicts());
        gates.forEach(gate -> verdicts.addAll(gate.judge(comparison)));
        if (earlier == null) {
            return comparison.withVerdicts(verdicts);
        }
        verdicts.addAll(earlier.judge(comparison));
        List<String> notes = new ArrayList<>(comparison.notes());
        notes.addAll(earlier.notes(comparison));
        return comparison.withVerdicts(verdicts).withNotes(notes);
    }

    /** Says which goals were missed, and returns the exit code. */
    static int exitCode(Comparison judged, Console console) {
        List<Verdict> missed = judged.verdicts().stream()
                .filter(verdict -> verdict.outcome() != Verdict.Outcome.PASSED)
                .toList();
        missed.forEach(verdict -> console.progress(verdict.line()));
        return missed.isEmpty() ? ExitCode.DONE : ExitCode.GOAL_MISSED;
    }
}
