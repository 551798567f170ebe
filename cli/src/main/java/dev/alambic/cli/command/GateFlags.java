package dev.alambic.cli.command;

import dev.alambic.bench.Candidate;
import dev.alambic.bench.Comparison;
import dev.alambic.bench.Verdict;
import dev.alambic.bench.gate.Gate;
import dev.alambic.cli.terminal.Console;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.Options;

/** Goals that measured models must reach. */
final class GateFlags {
    private final List<Gate> gates;

    private GateFlags(List<Gate> gates) {
        this.gates = gates;
    }

    static Options addTo(Options options) {
        return options.addOption(CommonOptions.value(
                "require",
                "GOALS",
                "return 1 if one is missed, for example 'student.p50 <= 0.5*teacher.p50, student.bytes <= 1MB'"));
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
        return new GateFlags(gates);
    }

    Comparison judge(Comparison comparison) {
        return comparison.withVerdicts(Stream.concat(
                        comparison.verdicts().stream(), gates.stream().flatMap(gate -> gate.judge(comparison).stream()))
                .toList());
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
