package dev.alambic.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.alambic.bench.latency.LatencyTrial;
import dev.alambic.bench.quality.OutputTrial;
import dev.alambic.bench.record.Interval;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.bench.workload.Feeds;
import dev.alambic.bench.workload.Progress;
import dev.alambic.bench.workload.SyntheticFeeds;
import dev.alambic.bench.workload.Timing;
import dev.alambic.bench.workload.Workload;
import dev.alambic.chart.table.Numbers;
import dev.alambic.chart.table.TextTable;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.input.Attempts;
import dev.alambic.onnx.input.InputSizes;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model before and after it was quantized, in figures.
 *
 * @param sqnrDecibels of the worst output, on what the form was checked on, dB; null if nothing differs
 * @param agreement share of the samples given that both answer with the same class, 0 to 1; null without samples, or
 *     for a model that is no classifier
 * @param times null if they were not asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BeforeAfter(
        long bytesBefore,
        long bytes,
        @Nullable Double sqnrDecibels,
        @Nullable Double agreement,
        @Nullable Times times) {

    private static final Timing QUICK = new Timing(3, 15, 90, 2, 0.3);

    /** One run of each, one sample and thread, µs. */
    record Times(double p50MicrosBefore, double p50Micros, Interval speedupInterval) {}

    static Flags addTo(Flags flags) {
        return flags.flag("time", "measure both models in turns when done: p50 and how much faster");
    }

    /** Returns the figures that cost nothing more. */
    static BeforeAfter of(long bytesBefore, long bytes, double sqnrDecibels) {
        Double known = Double.isFinite(sqnrDecibels) ? sqnrDecibels : null;
        return new BeforeAfter(bytesBefore, bytes, known, null, null);
    }

    /**
     * Returns these figures, and how often both models answer {@code samples} with the same class; without that for a
     * model that the runtime has no kernels for as it is.
     */
    BeforeAfter compared(Path before, Path after, List<Map<String, Tensor>> samples) {
        List<Candidate> both = List.of(new Candidate("before", before), new Candidate("after", after));
        Double same = samples.isEmpty()
                ? null
                : Attempts.first(
                                List.of(both),
                                models -> OutputTrial.measure(
                                        models, candidate -> samples, List.of(), SessionOptions.defaults()))
                        .map(qualities -> qualities.get("after"))
                        .map(Quality::likeness)
                        .map(likeness -> likeness.agreement())
                        .orElse(null);
        return new BeforeAfter(bytesBefore, bytes, sqnrDecibels, same, times);
    }

    /** Returns these figures, and those of the time that both models take, called in turns; if both run at all. */
    BeforeAfter timed(Path before, Path after) {
        List<Candidate> both = List.of(new Candidate("before", before), new Candidate("after", after));
        Times taken = Attempts.first(List.of(both), BeforeAfter::times).orElse(null);
        return new BeforeAfter(bytesBefore, bytes, sqnrDecibels, agreement, taken);
    }

    private static Times times(List<Candidate> both) {
        Feeds feeds = SyntheticFeeds.of(OnnxModel.read(both.get(0).file()), InputSizes.free());
        List<List<Latency>> measured =
                LatencyTrial.measure(both, Workload.of(feeds).withTiming(QUICK).latencyOnly(), Progress.SILENT);
        Latency first = measured.get(0).get(0);
        Latency second = measured.get(1).get(0);
        return new Times(first.p50Micros(), second.p50Micros(), second.ratio().speedupInterval());
    }

    String text() {
        TextTable table = new TextTable("", "before", "after")
                .row(
                        "bytes",
                        Numbers.grouped(bytesBefore),
                        Numbers.grouped(bytes) + " (" + Numbers.percent(bytes / (double) bytesBefore) + ")");
        if (sqnrDecibels != null) {
            table.row("SQNR", "", Numbers.fixed(sqnrDecibels, 1) + " dB");
        }
        if (agreement != null) {
            table.row("same class", "", Numbers.percent(agreement));
        }
        if (times != null) {
            table.row(
                    "p50",
                    Numbers.fixed(times.p50MicrosBefore / 1000, 3) + " ms",
                    Numbers.fixed(times.p50Micros / 1000, 3) + " ms (" + Numbers.fixed(times.speedupInterval.low(), 2)
                            + " to " + Numbers.fixed(times.speedupInterval.high(), 2) + " times as fast)");
        }
        return table.toString();
    }
}
