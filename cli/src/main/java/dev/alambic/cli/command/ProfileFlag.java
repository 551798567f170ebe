package dev.alambic.cli.command;

import dev.alambic.bench.Candidate;
import dev.alambic.bench.Comparison;
import dev.alambic.bench.Feeds;
import dev.alambic.bench.Latency;
import dev.alambic.bench.ModelResult;
import dev.alambic.bench.Workload;
import dev.alambic.bench.work.ProfileTrial;
import dev.alambic.bench.work.WorkCount;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Tensor;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** Where the time of the models goes and what they have to do, in runs apart from those that are timed. */
final class ProfileFlag {

    private ProfileFlag() {}

    static Options addTo(Options options) {
        return options.addOption(CommonOptions.flag(
                "profile", "count the work of each operator, and where the time goes by the runtime's own profile"));
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
                    return profiled(model, candidate.file(), workload.feeds(candidate));
                })
                .orElse(model));
    }

    private static ModelResult profiled(ModelResult model, Path file, Feeds feeds) {
        if (model.latency().isEmpty()) {
            return model;
        }
        Latency first = model.latency().get(0);
        Map<String, Tensor> inputs = feeds.of(first.batch());
        SessionOptions options = SessionOptions.defaults()
                .withThreads(first.threads())
                .withProvider(first.setting().provider());
        return model.withWork(WorkCount.of(OnnxModel.read(file), inputs, first.batch()))
                .withProfile(ProfileTrial.measure(file, inputs, first.setting(), options, first.p50Micros()));
    }
}
