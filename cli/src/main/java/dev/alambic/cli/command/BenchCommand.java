package dev.alambic.cli.command;

import dev.alambic.bench.Benchmark;
import dev.alambic.bench.Candidate;
import dev.alambic.bench.Comparison;
import dev.alambic.bench.Feeds;
import dev.alambic.bench.Quality;
import dev.alambic.bench.Workload;
import dev.alambic.bench.format.ComparisonFormat;
import dev.alambic.cli.run.ModelMetrics;
import dev.alambic.cli.terminal.Console;
import dev.alambic.cli.usage.UsageException;
import dev.alambic.onnx.Dim;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.Shape;
import dev.alambic.onnx.TensorType;
import dev.alambic.onnx.ValueInfo;
import dev.alambic.onnx.runtime.RandomInputs;
import java.nio.file.Path;
import java.util.ArrayList;
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
        return DeviceFlags.addTo(GateFlags.addTo(ModelData.addTo(new Options()))
                .addOption(CommonOptions.value("batch", "N,...", "samples a call (default: 1)"))
                .addOption(CommonOptions.value("shape", "NAME=SIZE,...", "sizes of other free dimensions (default: 1)"))
                .addOption(CommonOptions.value("threads", "N,...", "threads of the runtime (default: 1)"))
                .addOption(CommonOptions.flag("csv", "give the result as CSV"))
                .addOption(CommonOptions.flag("markdown", "give the result as Markdown")));
    }

    @Override
    public int run(Arguments arguments, Console console) {
        List<Path> files = arguments.files(1);
        List<Candidate> candidates = candidates(files);
        GateFlags gates = GateFlags.of(arguments, candidates);
        OnnxModel first = OnnxModel.read(files.get(0));
        Workload workload = Workload.of(randomFeeds(first, arguments.sizes("shape")))
                .withBatches(arguments.wholes("batch", List.of(1)))
                .withThreads(arguments.wholes("threads", List.of(1)))
                .withProvider(DeviceFlags.provider(arguments));
        Comparison measured = Benchmark.compare(
                candidates.get(0),
                candidates.subList(1, candidates.size()),
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

    /** Returns random inputs, the same for every model, in which a free first axis has the batch's size. */
    private static Feeds randomFeeds(OnnxModel model, Map<String, Long> sizes) {
        return batch -> RandomInputs.of(
                model.mapGraph(graph -> graph.edit(builder -> builder.inputs(graph.inputs().stream()
                        .map(input -> withBatch(input, batch))
                        .toList()))),
                sizes,
                1);
    }

    private static ValueInfo withBatch(ValueInfo input, int batch) {
        TensorType type = input.type();
        Shape shape = type == null ? null : type.shape();
        if (type == null || shape == null || shape.rank() == 0 || shape.dim(0).isFixed()) {
            return input;
        }
        List<Dim> dims = new ArrayList<>(shape.dims());
        dims.set(0, Dim.of(batch));
        return ValueInfo.of(input.name(), type.elementType(), new Shape(dims));
    }

    private static Map<String, Quality> qualities(Arguments arguments, List<Candidate> candidates) {
        Map<String, Quality> qualities = new LinkedHashMap<>();
        for (Candidate candidate : candidates) {
            OnnxModel model = OnnxModel.read(candidate.file());
            ModelData data = ModelData.read(arguments, candidate.file(), model, "test");
            qualities.put(
                    candidate.name(),
                    Quality.ofAccuracy(
                            ModelMetrics.measure(candidate.file(), data.samples(), DeviceFlags.session(arguments))
                                    .accuracy()));
        }
        return qualities;
    }
}
