package dev.alambic.bench.format;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Likeness;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.record.Work;
import dev.alambic.chart.table.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes a {@link Comparison} as comma-separated values; what was not measured is an empty field. */
final class ComparisonCsv {

    private static final List<String> HEADERS = List.of(
            "model",
            "file",
            "fileBytes",
            "parameters",
            "nonZeroParameters",
            "accuracy",
            "peakRssBytes",
            "loadPeakRssBytes",
            "batch",
            "threads",
            "provider",
            "meanMicros",
            "deviationMicros",
            "p50Micros",
            "p50LowMicros",
            "p50HighMicros",
            "p90Micros",
            "p99Micros",
            "p999Micros",
            "samplesPerSecond",
            "speedup",
            "speedupLow",
            "speedupHigh",
            "runs",
            "rounds",
            "spread",
            "noisy",
            "calibrationError",
            "agreement",
            "divergence",
            "cosine",
            "relativeError",
            "macs");

    private ComparisonCsv() {}

    static String render(Comparison comparison) {
        TextTable table = new TextTable(HEADERS);
        for (ModelResult model : comparison.models()) {
            for (Latency latency : model.latency()) {
                List<String> row = new ArrayList<>(size(model));
                row.addAll(latency(latency));
                row.addAll(answersAndWork(model));
                table.row(row);
            }
        }
        return table.csv();
    }

    private static List<String> size(ModelResult model) {
        Memory memory = model.memory();
        Quality quality = model.quality();
        return cells(
                model.name(),
                model.file(),
                model.fileBytes(),
                model.size().parameters(),
                model.size().nonZeroParameters(),
                quality == null ? null : quality.accuracy(),
                memory == null ? null : memory.peakRssBytes(),
                memory == null ? null : memory.load().peakBytes());
    }

    private static List<String> answersAndWork(ModelResult model) {
        Quality quality = model.quality();
        Likeness likeness = quality == null ? null : quality.likeness();
        Work work = model.work();
        return cells(
                quality == null ? null : quality.calibrationError(),
                likeness == null ? null : likeness.agreement(),
                likeness == null ? null : likeness.divergence(),
                likeness == null ? null : likeness.cosine(),
                likeness == null ? null : likeness.relativeError(),
                work == null ? null : work.macs());
    }

    private static List<String> latency(Latency latency) {
        return cells(
                latency.batch(),
                latency.threads(),
                latency.setting().provider(),
                latency.micros().mean(),
                latency.micros().deviation(),
                latency.p50Micros(),
                latency.p50Interval().low(),
                latency.p50Interval().high(),
                latency.p90Micros(),
                latency.p99Micros(),
                latency.micros().p999(),
                latency.samplesPerSecond(),
                latency.speedup(),
                latency.speedupInterval().low(),
                latency.speedupInterval().high(),
                latency.runs(),
                latency.rounds(),
                latency.spread(),
                latency.noisy());
    }

    private static List<String> cells(@Nullable Object... values) {
        return Arrays.stream(values).map(value -> Objects.toString(value, "")).toList();
    }
}
