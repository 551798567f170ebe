package dev.alambic.bench.format;

import dev.alambic.bench.Comparison;
import dev.alambic.bench.Latency;
import dev.alambic.bench.Machine;
import dev.alambic.bench.ModelResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lays a {@link Comparison} out for reading: what the models are, then how fast they are. */
final class ComparisonTables {

    private ComparisonTables() {}

    static String terminal(Comparison comparison) {
        return render(comparison, TextTable::terminal, "");
    }

    static String markdown(Comparison comparison) {
        return render(comparison, TextTable::markdown, "- ");
    }

    private static String render(Comparison comparison, Function<TextTable, String> writer, String bullet) {
        StringBuilder text = new StringBuilder();
        for (Section section : sections(comparison)) {
            if (!section.title().isEmpty()) {
                text.append(bullet.isEmpty() ? "" : "### ")
                        .append(section.title())
                        .append("\n\n");
            }
            text.append(writer.apply(section.table())).append('\n');
        }
        List<String> notes = new ArrayList<>(notes(comparison));
        comparison.verdicts().forEach(verdict -> notes.add(verdict.line()));
        return text + notes.stream().map(note -> bullet + note + "\n").collect(Collectors.joining());
    }

    /** Returns the tables in the order of reading, the first being the summary. */
    static List<Section> sections(Comparison comparison) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("", SummaryTable.of(comparison)));
        sections.add(new Section("", latencies(comparison)));
        sections.addAll(WorkTables.of(comparison));
        return sections;
    }

    /** Returns what a reader of the tables must know. */
    static List<String> notes(Comparison comparison) {
        List<String> notes = new ArrayList<>(comparison.notes());
        notes.add(legend(comparison));
        return notes;
    }

    static TextTable latencies(Comparison comparison) {
        List<String> headers = List.of(
                "model",
                "batch",
                "threads",
                "p50 µs",
                "95 % interval",
                "p90 µs",
                "p99 µs",
                "samples/s",
                "speed-up",
                "95 % interval");
        List<List<String>> rows = new ArrayList<>();
        List<Latency> settings = comparison.models().get(0).latency();
        for (Latency setting : settings) {
            for (ModelResult model : comparison.models()) {
                model.latency(setting.setting()).ifPresent(latency -> rows.add(row(model.name(), latency)));
            }
        }
        return new TextTable(headers, rows);
    }

    private static List<String> row(String name, Latency latency) {
        return List.of(
                name,
                Integer.toString(latency.batch()),
                Integer.toString(latency.threads()),
                (latency.noisy() ? "~" : "") + Numbers.micros(latency.p50Micros()),
                Numbers.micros(latency.p50Interval().low()) + " – "
                        + Numbers.micros(latency.p50Interval().high()),
                Numbers.micros(latency.p90Micros()),
                Numbers.micros(latency.p99Micros()),
                Numbers.format("%,.0f", latency.samplesPerSecond()),
                Numbers.factor(latency.speedup()) + "×",
                Numbers.factor(latency.speedupInterval().low()) + " – "
                        + Numbers.factor(latency.speedupInterval().high()));
    }

    private static String legend(Comparison comparison) {
        Machine machine = comparison.machine();
        return Numbers.format(
                "speed-up against %s in the same rounds; %s, %d processors, %s%s",
                comparison.baseline(),
                machine.cpu(),
                machine.processors(),
                machine.runtime(),
                hasTooFewRuns(comparison) ? "; – where there were too few runs (p90 needs 100, p99 1000)" : "");
    }

    private static boolean hasTooFewRuns(Comparison comparison) {
        return comparison.models().stream()
                .flatMap(model -> model.latency().stream())
                .anyMatch(latency -> latency.p99Micros() == null);
    }
}
