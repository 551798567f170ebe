package dev.alambic.bench.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A table of things in which a column is shown if any of them has something in it. */
final class Columns<T> {

    private record Column<T>(String header, Function<T, Optional<String>> cell) {}

    private final List<Column<T>> columns = new ArrayList<>();

    /** Adds a column of which every cell is known. */
    Columns<T> text(String header, Function<T, String> cell) {
        columns.add(new Column<>(header, row -> Optional.of(cell.apply(row))));
        return this;
    }

    /** Adds a column of figures, written by {@code writer} where there is one. */
    Columns<T> figure(String header, Function<T, @Nullable Double> figure, Function<Double, String> writer) {
        columns.add(new Column<>(
                header, row -> Optional.ofNullable(figure.apply(row)).map(writer)));
        return this;
    }

    TextTable table(List<T> rows) {
        List<Column<T>> shown = columns.stream()
                .filter(column ->
                        rows.stream().anyMatch(row -> column.cell().apply(row).isPresent()))
                .toList();
        return new TextTable(
                shown.stream().map(Column::header).toList(),
                rows.stream()
                        .map(row -> shown.stream()
                                .map(column -> column.cell().apply(row).orElse(Numbers.ABSENT))
                                .toList())
                        .toList());
    }
}
