package dev.alambic.bench.format;

import dev.alambic.bench.record.Comparison;
import dev.alambic.bench.record.Latency;
import dev.alambic.bench.record.Likeness;
import dev.alambic.bench.record.Memory;
import dev.alambic.bench.record.ModelResult;
import dev.alambic.bench.record.Quality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One row for each model: how large, how fast at the first setting, and how good. */
final class SummaryTable {
    private static final List<Column> COLUMNS = List.of(
            always("file kB", model -> Numbers.format("%,.1f", model.fileBytes() / 1000.0)),
            number("memory MB", "%,.1f", memory(memory -> memory.peakRssBytes() / 1e6)),
            new Column("p50 µs", model -> first(model).map(latency -> Numbers.micros(latency.p50Micros()))),
            new Column("speed-up", model -> first(model).map(latency -> Numbers.factor(latency.speedup()) + "×")),
            number("accuracy %", "%.2f", quality(quality -> percent(quality.accuracy()))),
            number("ECE %", "%.2f", quality(quality -> percent(quality.calibrationError()))),
            number("agreement %", "%.2f", likeness(likeness -> percent(likeness.agreement()))),
            number("divergence", "%.4f", likeness(Likeness::divergence)),
            number("cosine", "%.5f", likeness(Likeness::cosine)),
            number("relative error", "%.4f", likeness(Likeness::relativeError)));

    private SummaryTable() {}

    /** A column that is shown if any model has something in it. */
    private record Column(String header, Function<ModelResult, Optional<String>> cell) {}

    static TextTable of(Comparison comparison) {
        List<Column> shown = COLUMNS.stream()
                .filter(column -> comparison.models().stream()
                        .anyMatch(model -> column.cell().apply(model).isPresent()))
                .toList();
        List<String> headers = new ArrayList<>(List.of("model"));
        shown.forEach(column -> headers.add(column.header()));
        return new TextTable(
                headers,
                comparison.models().stream().map(model -> row(model, shown)).toList());
    }

    private static List<String> row(ModelResult model, List<Column> columns) {
        List<String> row = new ArrayList<>(List.of(model.name()));
        columns.forEach(column -> row.add(column.cell().apply(model).orElse(Numbers.ABSENT)));
        return row;
    }

    private static Column always(String header, Function<ModelResult, String> cell) {
        return new Column(header, model -> Optional.of(cell.apply(model)));
    }

    private static Column number(String header, String pattern, Function<ModelResult, @Nullable Number> figure) {
        return new Column(
                header, model -> Optional.ofNullable(figure.apply(model)).map(value -> Numbers.format(pattern, value)));
    }

    private static Optional<Latency> first(ModelResult model) {
        return model.latency().stream().findFirst();
    }

    private static Function<ModelResult, @Nullable Number> memory(Function<Memory, @Nullable Number> figure) {
        return model -> model.memory() == null ? null : figure.apply(model.memory());
    }

    private static Function<ModelResult, @Nullable Number> quality(Function<Quality, @Nullable Number> figure) {
        return model -> model.quality() == null ? null : figure.apply(model.quality());
    }

    private static Function<ModelResult, @Nullable Number> likeness(Function<Likeness, @Nullable Number> figure) {
        return quality(quality -> quality.likeness() == null ? null : figure.apply(quality.likeness()));
    }

    private static @Nullable Double percent(@Nullable Double share) {
        return share == null ? null : 100 * share;
    }
}
