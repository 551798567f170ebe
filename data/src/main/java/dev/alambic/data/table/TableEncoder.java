package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes of the rows of a file the input of a model that knows its columns. */
public final class TableEncoder {
    private static final int NAMES_SHOWN = 5;

    private final int width;
    private final List<Integer> places;
    private final List<CellEncoder> encoders;
    private final int[] offsets;
    private final int size;

    private TableEncoder(int width, List<Integer> places, InputMeaning.Table table, NumberForms forms) {
        this.width = width;
        this.places = places;
        this.encoders = IntStream.range(0, places.size())
                .mapToObj(i -> CellEncoder.of(table.columns().get(i), forms.of(places.get(i))))
                .toList();
        this.offsets = new int[encoders.size()];
        int offset = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = offset;
            offset += table.columns().get(i).features().size();
        }
        this.size = offset;
    }

    /** Finds the columns by their names; others are left out. */
    public static TableEncoder byName(CsvRow header, InputMeaning.Table table, NumberForms form) {
        List<String> missing = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (TableColumn column : table.columns()) {
            int place = header.cells().indexOf(column.name());
            places.add(place);
            if (place < 0) {
                missing.add(column.name());
            }
        }
        if (missing.size() == 1) {
            CsvColumns.find(header, missing.get(0)); // refuses it with the nearest
        }
        if (!missing.isEmpty()) {
            String names = missing.stream()
                    .limit(NAMES_SHOWN)
                    .map(name -> "'" + name + "'")
                    .collect(Collectors.joining(", "));
            int more = missing.size() - NAMES_SHOWN;
            throw new InvalidDataException(header.where() + ": " + missing.size() + " of the "
                    + table.columns().size() + " columns of the model are not there: " + names
                    + (more > 0 ? " and " + more + " more" : ""));
        }
        return new TableEncoder(header.cells().size(), places, table, form);
    }

    /** Takes the cells in the order of the columns. */
    public static TableEncoder inOrder(InputMeaning.Table table, NumberForms form) {
        int width = table.columns().size();
        return new TableEncoder(width, IntStream.range(0, width).boxed().toList(), table, form);
    }

    /** Returns the number of values that a row becomes. */
    public int size() {
        return size;
    }

    public float[] encode(CsvRow row) {
        float[] values = new float[size];
        encode(row, values);
        return values;
    }

    /** Writes the values of a row. */
    void encode(CsvRow row, float[] values) {
        row.requireWidth(width);
        for (int i = 0; i < offsets.length; i++) {
            encoders.get(i).encode(row, places.get(i), values, offsets[i]);
        }
    }
}
