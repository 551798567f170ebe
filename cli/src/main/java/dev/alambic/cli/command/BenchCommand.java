package dev.alambic.cli.command;

import dev.alambic.bench.Benchmark;
import dev.alambic.bench.quality.OutputTrial;
import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Workload;
import dev.alambic.cli.terminal.Console;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import dev.alambic.run.UsageException;
import dev.alambic.run.measure.ModelMetrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Measures models side by side. */
public final class BenchCommand implements Command {

    @Override
    public Usage usage() {
        return new Usage(
                "bench",
                "<baseline.onnx> [other.onnx ...]",
                "measure models side by side: latency, throughput, memory, size, accuracy",
                FormatFlags.addTo(ProfileFlag.addTo(
                        BenchWorkload.addTo(BenchInputs.addTo(GateFlags.addTo(ModelData.addTo(new Flags())))))));
    }

    @Override
    public int run(Arguments arguments, Console console) {
        List<Candidate> candidates = candidates(arguments.files(1));
        GateFlags gates = GateFlags.of(arguments, candidates);
        FormatFlags formats = FormatFlags.of(arguments);
        BenchInputs inputs = BenchInputs.of(arguments, candidates);
        Workload single = BenchWorkload.read(arguments);
        Workload workload = single.withMatrix(single.matrix().withBatches(inputs.batches()));
        inputs.said().ifPresent(console::progress);
        List<Candidate> fed = inputs.fed(workload, console);
        Comparison measured = Benchmark.compare(
                fed.get(0),
                fed.subList(1, fed.size()),
                workload,
                (what, done, total) -> console.progress("measuring " + what));
        Comparison answered = measured.withQualities(qualities(
                arguments, inputs.candidates(), inputs, workload.matrix().smallest()));
        List<String> notes = new ArrayList<>(answered.notes());
        inputs.said().ifPresent(notes::add);
        Comparison profiled = ProfileFlag.profiled(arguments, answered.withNotes(notes), fed, workload, console);
        Comparison judged = gates.judge(profiled);
        formats.give(judged, console);
        return GateFlags.exitCode(judged, console);
    }

    /**
     * Returns the quality of each model: by labels if data is given, else by the answers of the first model to what the
     * models are fed.
     */
    private static Map<String, Quality> qualities(
            Arguments arguments, List<Candidate> candidates, BenchInputs inputs, Setting setting) {
        SessionOptions options = SessionOptions.defaults().withProvider(setting.provider());
        if (arguments.has("data")) {
            return ModelMetrics.qualities(
                    candidates,
                    candidate -> ModelData.read(arguments, candidate.file(), OnnxModel.read(candidate.file()), "test")
                            .samples(),
                    options);
        }
        return candidates.size() < 2 ? Map.of() : OutputTrial.measure(candidates, inputs::samples, List.of(), options);
    }

    /** Returns the files under their names, or under their paths where two have the same name. */
    private static List<Candidate> candidates(List<Path> files) {
        long names = files.stream().map(ModelFiles::stem).distinct().count();
        long paths = files.stream().distinct().count();
        if (paths < files.size()) {
            throw new UsageException("bench: a model is given twice");
        }
        return files.stream()
                .map(file -> new Candidate(names == files.size() ? ModelFiles.stem(file) : file.toString(), file))
                .toList();
    }
}
