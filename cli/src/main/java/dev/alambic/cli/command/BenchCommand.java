package dev.alambic.cli.command;

import dev.alambic.bench.Benchmark;
import dev.alambic.bench.Candidate;
import dev.alambic.bench.Comparison;
import dev.alambic.bench.Quality;
import dev.alambic.bench.Workload;
import dev.alambic.bench.format.ComparisonFormat;
import dev.alambic.cli.run.ModelMetrics;
import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.usage.UsageException;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.Options;

/** Measures models side by side. */
public final class BenchCommand implements Command {

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public String summary() {
        return "measure models side by side: latency, throughput, memory, size, accuracy";
    }

    @Override
    public String operands() {
        return "<baseline.onnx> [other.onnx ...]";
    }

    @Override
    public Options options() {
        return BenchWorkload.addTo(BenchInputs.addTo(GateFlags.addTo(ModelData.addTo(new Options()))))
                .addOption(CommonOptions.flag("csv", "give the result as CSV"))
                .addOption(CommonOptions.flag("markdown", "give the result as Markdown"));
    }

    @Override
    public int run(Arguments arguments, Console console) {
        List<Candidate> candidates = candidates(arguments.files(1));
        GateFlags gates = GateFlags.of(arguments, candidates);
        BenchInputs inputs = BenchInputs.of(arguments, candidates);
        Workload workload = BenchWorkload.read(arguments).withBatches(inputs.batches());
        List<Candidate> fed = inputs.fed(workload, console);
        Comparison measured = Benchmark.compare(
                fed.get(0),
                fed.subList(1, fed.size()),
                workload,
                (what, done, total) -> console.progress("measuring " + what));
        Comparison comparison =
                arguments.has("data") ? measured.withQualities(qualities(arguments, candidates)) : measured;
        Comparison judged = gates.judge(comparison);
        console.result(judged, () -> format(arguments).render(judged));
        return GateFlags.exitCode(judged, console);
    }

    private static ComparisonFormat format(Arguments arguments) {
        if (arguments.has("csv")) {
            return ComparisonFormat.CSV;
        }
        return arguments.has("markdown") ? ComparisonFormat.MARKDOWN : ComparisonFormat.TERMINAL;
    }

    /** Returns the files under their names, or under their paths where two have the same name. */
    private static List<Candidate> candidates(List<Path> files) {
        long names = files.stream().map(BenchCommand::stem).distinct().count();
        long paths = files.stream().distinct().count();
        if (paths < files.size()) {
            throw new UsageException("bench: a model is given twice");
        }
        return files.stream()
                .map(file -> new Candidate(names == files.size() ? stem(file) : file.toString(), file))
                .toList();
    }

    private static String stem(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
    }

    private static Map<String, Quality> qualities(Arguments arguments, List<Candidate> candidates) {
        Map<String, Quality> qualities = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            OnnxModel model = OnnxModel.read(candidate.file());
            ModelData data = ModelData.read(arguments, candidate.file(), model, "test");
            qualities.put(
                    candidate.name(),
                    Quality.ofAccuracy(ModelMetrics.measure(candidate.file(), data.samples(), SessionOptions.defaults())
                            .accuracy()));
        }
        return qualities;
    }
}
