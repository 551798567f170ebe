package dev.alambic.bench.format;

import dev.alambic.bench.Comparison;
import dev.alambic.bench.Latency;
import dev.alambic.bench.Machine;
import dev.alambic.bench.Memory;
import dev.alambic.bench.ModelResult;
import dev.alambic.bench.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lays a {@link Comparison} out for reading: what the models are, then how fast they are. */
final class ComparisonTables {

    private static final String ABSENT = "–";

    private ComparisonTables() {}

    static String terminal(Comparison comparison) {
        return render(comparison, TextTable::terminal, "");
    }

    static String markdown(Comparison comparison) {
        return render(comparison, TextTable::markdown, "- ");
    }

    private static String render(Comparison comparison, Function<TextTable, String> writer, String bullet) {
        List<String> notes = new ArrayList<>(comparison.notes());
        notes.add(legend(comparison));
        return writer.apply(sizes(comparison)) + "\n" + writer.apply(latencies(comparison)) + "\n"
                + notes.stream().map(note -> bullet + note + "\n").collect(Collectors.joining());
    }

    static TextTable sizes(Comparison comparison) {
        boolean accuracy = comparison.models().stream().anyMatch(model -> model.quality() != null);
        boolean memory = comparison.models().stream().anyMatch(model -> model.memory() != null);
        List<String> headers = new ArrayList<>(List.of("model", "parameters", "non-zero", "file kB"));
        addIf(memory, headers, "peak memory MB");
        addIf(accuracy, headers, "accuracy %");
        List<List<String>> rows = new ArrayList<>();
        for (ModelResult model : comparison.models()) {
            List<String> row = new ArrayList<>(List.of(
                    model.name(),
                    format("%,d", model.size().parameters()),
                    format("%,d", model.size().nonZeroParameters()),
                    format("%,.1f", model.fileBytes() / 1000.0)));
            Memory used = model.memory();
            addIf(memory, row, used == null ? ABSENT : format("%,.1f", used.peakRssBytes() / 1e6));
            Quality quality = model.quality();
            addIf(accuracy, row, quality == null ? ABSENT : format("%.2f", 100 * quality.accuracy()));
            rows.add(row);
        }
        return new TextTable(headers, rows);
    }

    private static void addIf(boolean wanted, List<String> cells, String cell) {
        if (wanted) {
            cells.add(cell);
        }
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
                (latency.noisy() ? "~" : "") + micros(latency.p50Micros()),
                micros(latency.p50Interval().low()) + " – "
                        + micros(latency.p50Interval().high()),
                micros(latency.p90Micros()),
                micros(latency.p99Micros()),
                format("%,.0f", latency.samplesPerSecond()),
                factor(latency.speedup()) + "×",
                factor(latency.speedupInterval().low()) + " – "
                        + factor(latency.speedupInterval().high()));
    }

    /** Returns about four significant digits; a dash where there were too few runs. */
    private static String micros(@Nullable Double value) {
        if (value == null) {
            return ABSENT;
        }
        return format(value < 100 ? "%.2f" : value < 1000 ? "%.1f" : "%,.0f", value);
    }

    /** Returns two digits behind the point, four for models that are more than ten times slower. */
    private static String factor(double value) {
        return format(value < 0.1 ? "%.4f" : "%.2f", value);
    }

    private static String legend(Comparison comparison) {
        Machine machine = comparison.machine();
        return format(
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

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
