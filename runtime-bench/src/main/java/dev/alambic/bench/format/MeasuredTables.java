package dev.alambic.bench.format;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Energy;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.OpenLoop;
import dev.alambic.bench.record.Resident;
import dev.alambic.bench.record.Setting;
import dev.alambic.bench.record.Startup;
import dev.alambic.bench.record.Work;
import dev.alambic.chart.table.Columns;
import dev.alambic.chart.table.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was measured, a table a subject; narrow enough for a terminal of 100 columns. */
final class MeasuredTables {

    private static final double MILLI = 1000;
    private static final double MEGA = 1e6;

    private MeasuredTables() {}

    /** A figure under what it is of: a model, or a setting. */
    private record Row<T>(String label, T figure) {}

    static List<Section> of(Comparison comparison) {
        List<Section> sections = new ArrayList<>(latencies(comparison));
        sections.addAll(openLoops(comparison));
        add(sections, "before the first answer, ms", rows(comparison, ModelResult::startup), startup());
        add(sections, "memory above the empty runtime, MB", rows(comparison, ModelResult::memory), memory());
        add(sections, "energy", rows(comparison, ModelResult::energy), energy());
        add(sections, "size", rows(comparison, model -> model), size());
        return sections;
    }

    private static <T> void add(List<Section> sections, String title, List<Row<T>> rows, Columns<Row<T>> columns) {
        if (!rows.isEmpty()) {
            sections.add(new Section(title, columns.filled(rows).table(rows)));
        }
    }

    private static <T> List<Row<T>> rows(Comparison comparison, Function<ModelResult, @Nullable T> figure) {
        return comparison.models().stream()
                .flatMap(model -> Stream.ofNullable(figure.apply(model)).map(found -> new Row<>(model.name(), found)))
                .toList();
    }

    /** Returns a table a setting, or one of all settings if there is one model alone. */
    private static List<Section> latencies(Comparison comparison) {
        List<Section> sections = new ArrayList<>();
        List<Latency> first = comparison.models().get(0).latency();
        if (comparison.models().size() == 1) {
            List<Row<Latency>> rows = first.stream()
                    .map(latency -> new Row<>(latency.setting().toString(), latency))
                    .toList();
            add(sections, "latency, µs", rows, latency("setting"));
            return sections;
        }
        for (Latency each : first) {
            Setting setting = each.setting();
            List<Row<Latency>> rows =
                    rows(comparison, model -> model.latency(setting).orElse(null));
            add(sections, "latency, µs, " + setting, rows, latency("model"));
        }
        return sections;
    }

    private static Columns<Row<Latency>> latency(String label) {
        return new Columns<Row<Latency>>()
                .text(label, Row::label)
                .text(
                        "p50",
                        row -> (row.figure().noisy() ? "~" : "")
                                + Numbers.fourDigits(row.figure().p50Micros()))
                .text("±", row -> halfWidth(row.figure()))
                .number("mean", row -> row.figure().micros().mean(), Numbers::fourDigits)
                .number("sd", row -> row.figure().micros().deviation(), Numbers::fourDigits)
                .number("p90", row -> row.figure().p90Micros(), Numbers::fourDigits)
                .number("p99", row -> row.figure().p99Micros(), Numbers::fourDigits)
                .number("p99.9", row -> row.figure().micros().p999(), Numbers::fourDigits)
                .text("samples/s", row -> Numbers.grouped(row.figure().samplesPerSecond(), 0))
                .text("speed-up", row -> Numbers.ratio(row.figure().speedup()) + "×")
                .text(
                        "95 %",
                        row -> Numbers.ratio(row.figure().speedupInterval().low()) + " – "
                                + Numbers.ratio(row.figure().speedupInterval().high()));
    }

    private static String halfWidth(Latency latency) {
        double share = latency.p50Interval().high() / latency.p50Micros() - 1;
        return Numbers.percent(share, 1);
    }

    private static List<Section> openLoops(Comparison comparison) {
        List<Section> sections = new ArrayList<>();
        for (OpenLoop each : comparison.models().get(0).openLoop()) {
            List<Row<OpenLoop>> rows = rows(
                    comparison,
                    model -> model.openLoop().stream()
                            .filter(other -> other.setting().equals(each.setting())
                                    && other.ratePerSecond() == each.ratePerSecond())
                            .findFirst()
                            .orElse(null));
            String title = rate(each.ratePerSecond()) + " calls/s, µs from when due, " + each.setting();
            add(sections, title, rows, openLoop());
        }
        return sections;
    }

    private static Columns<Row<OpenLoop>> openLoop() {
        return new Columns<Row<OpenLoop>>()
                .text("model", Row::label)
                .number("p50", row -> row.figure().micros().p50(), Numbers::fourDigits)
                .number("mean", row -> row.figure().micros().mean(), Numbers::fourDigits)
                .number("sd", row -> row.figure().micros().deviation(), Numbers::fourDigits)
                .number("p90", row -> row.figure().micros().p90(), Numbers::fourDigits)
                .number("p99", row -> row.figure().micros().p99(), Numbers::fourDigits)
                .number("p99.9", row -> row.figure().micros().p999(), Numbers::fourDigits)
                .text("calls/s", row -> rate(row.figure().achievedPerSecond()))
                .text("backlog", row -> Long.toString(row.figure().longestBacklog()))
                .text("kept up", row -> row.figure().held() ? "yes" : "NO");
    }

    private static String rate(double perSecond) {
        return perSecond < 100 ? Numbers.fixed(perSecond, 1) : Numbers.grouped(perSecond, 0);
    }

    private static Columns<Row<ModelResult>> size() {
        return new Columns<Row<ModelResult>>()
                .text("model", Row::label)
                .text("parameters", row -> Numbers.grouped(row.figure().size().parameters()))
                .text("non-zero", row -> Numbers.grouped(row.figure().size().nonZeroParameters()))
                .number("MACs", row -> macs(row.figure().work()), macs -> Numbers.grouped(macs, 0));
    }

    private static @Nullable Double macs(@Nullable Work work) {
        return work == null ? null : (double) work.macs();
    }

    private static Columns<Row<Startup>> startup() {
        return new Columns<Row<Startup>>()
                .text("model", Row::label)
                .text("read file", row -> millis(row.figure().fileMicros()))
                .text("make session", row -> millis(row.figure().sessionMicros()))
                .text("first run", row -> millis(row.figure().firstRunMicros()));
    }

    private static String millis(double micros) {
        return Numbers.grouped(micros / MILLI, 1);
    }

    private static Columns<Row<Memory>> memory() {
        Columns<Row<Memory>> columns = new Columns<Row<Memory>>().text("model", Row::label);
        phase(columns, "load", Memory::load);
        phase(columns, "run", Memory::run);
        return columns.number("arena", row -> bytes(row.figure().arenaPeakBytes()), MeasuredTables::mega)
                .number(
                        "Java bytes a call",
                        row -> bytes(row.figure().javaBytesPerCall()),
                        bytes -> Numbers.grouped(bytes, 0));
    }

    private static void phase(Columns<Row<Memory>> columns, String name, Function<Memory, Resident> phase) {
        columns.text(
                        name + " peak",
                        row -> mega((double) phase.apply(row.figure()).peakBytes()))
                .number("private", row -> bytes(phase.apply(row.figure()).anonBytes()), MeasuredTables::mega)
                .number("of files", row -> bytes(phase.apply(row.figure()).fileBytes()), MeasuredTables::mega);
    }

    private static @Nullable Double bytes(@Nullable Long bytes) {
        return bytes == null ? null : bytes.doubleValue();
    }

    private static String mega(double bytes) {
        return Numbers.grouped(bytes / MEGA, 1);
    }

    private static Columns<Row<Energy>> energy() {
        return new Columns<Row<Energy>>()
                .text("model", Row::label)
                .text("mJ a sample", row -> Numbers.grouped(row.figure().millijoulesPerSample(), 3))
                .text("watts", row -> Numbers.fixed(row.figure().watts(), 1));
    }
}
