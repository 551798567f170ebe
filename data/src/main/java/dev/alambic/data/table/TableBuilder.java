package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.set.RowStore;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the rows of training data and knows at the end which columns they have, and what they mean. */
final class TableBuilder {
    /** Fewer rows tell nothing of constants. */
    private static final int FEW = 20;

    private final TableLook look;
    private final TableOptions options;
    private final int[] places;
    private final List<ColumnBuilder> builders = new ArrayList<>();
    private final RowStore.Writer rows;
    private final List<String> leftOut = new ArrayList<>();
    private final float[] values;

    TableBuilder(TableLook look, List<Integer> targets, TableOptions options) {
        this.look = look;
        this.options = options;
        int size = 0;
        int[] found = new int[look.columns().size()];
        for (int i = 0; i < look.columns().size(); i++) {
            ColumnLook column = look.columns().get(i);
            if (targets.contains(i)) {
                continue;
            }
            boolean isConstant = column.kind() == ColumnKind.CONSTANT;
            if (column.kind().isFeature() || isConstant) {
                ColumnLook read = isConstant ? column.as(ColumnKind.CATEGORY, column.reason()) : column;
                ColumnBuilder builder = ColumnBuilder.of(read, look.numbers().of(i), options);
                found[builders.size()] = i;
                builders.add(builder);
                size += builder.width();
            } else if (column.kind() != ColumnKind.SKIP) {
                leftOut.add(said(column));
            }
        }
        places = Arrays.copyOf(found, builders.size());
        values = new float[size];
        rows = new RowStore.Writer(size);
        if (builders.isEmpty()) {
            throw noFeatures();
        }
    }

    private InvalidDataException noFeatures() {
        return new InvalidDataException(
                look.header().where(),
                "no feature columns",
                "a label column and at least one more",
                leftOut.isEmpty() ? look.header().cells() : String.join("; ", leftOut));
    }

    private static String said(ColumnLook column) {
        boolean isNumber = column.kind() == ColumnKind.ID && column.reason().startsWith("whole");
        String way = "data.columns: {" + column.name() + ": " + (isNumber ? "number" : "category") + "} takes it";
        return "column '" + column.name() + "' is left out: "
                + (column.kind() == ColumnKind.ID ? "an ID, " : "") + column.reason()
                + (column.kind() == ColumnKind.EMPTY ? "" : " (" + way + ")");
    }

    void add(CsvRow row) {
        row.requireWidth(look.header().cells().size());
        int offset = 0;
        for (int i = 0; i < places.length; i++) {
            ColumnBuilder builder = builders.get(i);
            builder.add(row, places[i], values, offset);
            offset += builder.width();
        }
        rows.add(values);
    }

    int size() {
        return rows.count();
    }

    /** What was read. */
    record Built(InputMeaning.Table input, RowStore rows, List<String> notes) {}

    Built build() {
        boolean[] kept = new boolean[builders.size()];
        boolean told = options.columns().containsKey(TableOptions.OTHERS);
        for (int i = 0; i < kept.length; i++) {
            ColumnBuilder builder = builders.get(i);
            boolean constant = rows.count() >= FEW && builder.isConstant();
            kept[i] = !constant || told || options.columns().containsKey(builder.name);
            if (!kept[i]) {
                leftOut.add("column '" + builder.name + "' is left out: the same in every row");
            }
        }
        List<TableColumn> columns = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) {
                builders.get(i).requireUsable(look.header().file());
                columns.add(builders.get(i).column());
            }
        }
        if (columns.isEmpty()) {
            throw noFeatures();
        }
        return new Built(InputMeaning.Table.of(columns), packed(kept), notes(columns));
    }

    /** Returns the rows without the columns that are left out, each value in its final form. */
    private RowStore packed(boolean[] kept) {
        int[] from = new int[values.length];
        float[] @Nullable [] codes = new float[values.length][];
        int offset = 0;
        int size = 0;
        boolean same = true;
        for (int i = 0; i < kept.length; i++) {
            ColumnBuilder builder = builders.get(i);
            for (int v = 0; kept[i] && v < builder.width(); v++) {
                from[size] = offset + v;
                codes[size] = builder.codes();
                same &= codes[size] == null;
                size++;
            }
            offset += builder.width();
        }
        RowStore all = rows.finish();
        return same && size == values.length ? all : all.select(Arrays.copyOf(from, size), Arrays.copyOf(codes, size));
    }

    /** Returns what was left out, and how missing values and categories were taken, where there are any. */
    private List<String> notes(List<TableColumn> columns) {
        List<String> notes = new ArrayList<>(leftOut);
        List<Integer> commas = look.numbers().commas();
        if (!commas.isEmpty()) {
            notes.add("read with a decimal comma, the other columns with a point: "
                    + commas.stream()
                            .map(place -> look.header().cells().get(place))
                            .collect(Collectors.joining(", ")));
        }
        List<String> percents = columns.stream()
                .filter(column -> column instanceof TableColumn.Numeric number && new Unit(number.unit()).isPercent())
                .map(TableColumn::name)
                .toList();
        if (!percents.isEmpty()) {
            notes.add("percents are read as fractions, 12 % as 0.12: " + String.join(", ", percents));
        }
        List<TableColumn> categories =
                columns.stream().filter(TableColumn::isCoded).toList();
        if (!categories.isEmpty()) {
            notes.add("categories: "
                    + categories.stream()
                            .map(column -> column.name() + " ("
                                    + ((TableColumn.Category) column).values().size() + ")")
                            .collect(Collectors.joining(", ")));
        }
        List<String> filled = builders.stream()
                .filter(builder -> builder.gaps && builder.column().missing() != null)
                .map(builder -> builder.name)
                .toList();
        if (!filled.isEmpty()) {
            notes.add("missing values filled inside the model: " + String.join(", ", filled));
        }
        return notes;
    }
}
