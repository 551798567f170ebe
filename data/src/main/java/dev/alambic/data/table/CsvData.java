package dev.alambic.data.table;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.RowStore;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table with what its rows are to be answered with: a header line, then one sample a row. */
public record CsvData(String name, DataFile file, DataOptions options) {

    /** Reads it. */
    public Dataset load() {
        return file.read(this::read);
    }

    private Dataset read(InputStream in) throws IOException {
        RowReader reader = RowReader.open(file.name(), in, options.table());
        CsvRow header = CsvColumns.named(reader.header());
        CsvColumns.requireHeader(header);
        InputMeaning.Table wanted = wantedTable();
        Dataset read = wanted == null ? learnt(reader, header) : known(reader, header, wanted);
        List<String> notes = new ArrayList<>(read.notes());
        reader.leftOut().ifPresent(notes::add);
        return read.withNotes(notes);
    }

    /** Reads the columns of a model. */
    private Dataset known(RowReader reader, CsvRow header, InputMeaning.Table wanted) throws IOException {
        NumberForms form = TableLook.numbers(header, reader, options.table());
        TargetColumns targets = TargetColumns.of(header, options, wanted, form);
        TableEncoder encoder = TableEncoder.byName(header, wanted, form);
        GroupColumn groups = GroupColumn.of(header, options.group());
        RowStore.Writer rows = new RowStore.Writer(encoder.size());
        float[] values = new float[encoder.size()];
        reader.rows(row -> {
            if (targets.add(row)) {
                groups.add(row);
                encoder.encode(row, values);
                rows.add(values);
            }
        });
        return groups.grouped(dataset(wanted, rows.finish(), targets, List.of()));
    }

    /** Reads the columns that are there, and learns what they are. */
    private Dataset learnt(RowReader reader, CsvRow header) throws IOException {
        if (reader.ahead(1).isEmpty()) {
            throw new InvalidDataException(file.name() + ": no rows below the header line");
        }
        TableLook look = TableLook.of(header, reader, options.table());
        TargetColumns targets = TargetColumns.of(header, options, null, look.numbers());
        if (options.label() == null && options.classes() == null) {
            targets.requireLikely(look);
        }
        GroupColumn groups = GroupColumn.of(header, options.group());
        TableBuilder table = new TableBuilder(look, groups.and(targets.places()), options.table());
        reader.rows(row -> {
            row.requireWidth(header.cells().size());
            if (targets.add(row)) {
                groups.add(row);
                table.add(row);
            }
        });
        if (table.size() == 0) {
            throw new InvalidDataException(file.name() + ": no row has a label");
        }
        TableBuilder.Built built = table.build();
        return groups.grouped(dataset(built.input(), built.rows(), targets, built.notes()));
    }

    private Dataset dataset(InputMeaning.Table input, RowStore rows, TargetColumns targets, List<String> notes) {
        Targets read = targets.targets(file.name());
        List<String> all = new ArrayList<>(notes);
        if (targets.skipped() > 0) {
            all.add(targets.skipped() + " rows without label are left out");
        }
        all.addAll(targets.notes());
        return Dataset.table(name, input, rows, read).withNotes(all);
    }

    private InputMeaning.@Nullable Table wantedTable() {
        InputMeaning input = options.input();
        if (input != null && !(input instanceof InputMeaning.Table)) {
            String what = input instanceof InputMeaning.Image image
                    ? image.width() + "x" + image.height() + " pixels"
                    : input.toString();
            throw new InvalidDataException(
                    file.name(), "a table cannot be fed to a model of " + input.kind() + "s", what, "a CSV file");
        }
        return (InputMeaning.Table) input;
    }
}
