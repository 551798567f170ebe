package dev.alambic.cli.command;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Workload;
import dev.alambic.cli.terminal.Console;
import dev.alambic.run.measure.ModelWork;
import java.util.List;

/** Where the time of the models goes and what they have to do, in runs apart from those that are timed. */
final class ProfileFlag {

    private ProfileFlag() {}

    static Flags addTo(Flags flags) {
        return flags.flag(
                "profile", "count the work of each operator, and where the time goes by the runtime's own profile");
    }

    /** Returns {@code measured} with the work and the profile at its first setting, if they are asked for. */
    static Comparison profiled(
            Arguments arguments, Comparison measured, List<Candidate> candidates, Workload workload, Console console) {
        if (!arguments.has("profile")) {
            return measured;
        }
        return measured.mapModels(model -> candidates.stream()
                .filter(candidate -> candidate.name().equals(model.name()))
                .findFirst()
                .map(candidate -> {
                    console.progress("profiling " + candidate.name());
                    return ModelWork.profiled(model, candidate.file(), workload.feeds(candidate));
                })
                .orElse(model));
    }
}
