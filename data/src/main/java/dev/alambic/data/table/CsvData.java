package dev.alambic.data.table;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.set.Dataset;
import dev.alambic.onnx.InputMeaning;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table with labels: a header line, then one sample a row. */
public record CsvData(String name, DataFile file, DataOptions options) {

    private static final int MOST_CLASSES = 50;

    /** Reads it into memory. */
    public Dataset load() {
        return file.read(this::read);
    }

    private Dataset read(InputStream in) throws IOException {
        RowReader reader = RowReader.open(file.name(), in, options.table());
        CsvRow header = CsvColumns.named(reader.header());
        CsvColumns.requireHeader(header);
        InputMeaning.Table wanted = wantedTable();
        int label = CsvColumns.label(header, options.label(), wanted);
        return wanted == null ? learnt(reader, header, label) : known(reader, header, label, wanted);
    }

    /** Reads the columns of a model. */
    private Dataset known(RowReader reader, CsvRow header, int label, InputMeaning.Table wanted) throws IOException {
        TableEncoder encoder = TableEncoder.byName(header, wanted, TableLook.numbers(header, reader, options.table()));
        List<float[]> rows = new ArrayList<>();
        Labels labels = new Labels(label);
        reader.rows(row -> {
            if (labels.add(row)) {
                rows.add(encoder.encode(row));
            }
        });
        return labels.dataset(wanted, rows, List.of());
    }

    /** Reads the columns that are there, and learns what they are. */
    private Dataset learnt(RowReader reader, CsvRow header, int label) throws IOException {
        if (reader.ahead(1).isEmpty()) {
            throw new InvalidDataException(file.name() + ": no rows below the header line");
        }
        TableLook look = TableLook.of(header, reader, options.table());
        requireLabel(look, label);
        TableBuilder table = new TableBuilder(look, label, options.table());
        Labels labels = new Labels(label);
        reader.rows(row -> {
            row.requireWidth(header.cells().size());
            if (labels.add(row)) {
                table.add(row);
            }
        });
        if (table.size() == 0) {
            throw new InvalidDataException(file.name() + ": no row has a label");
        }
        TableBuilder.Built built = table.build();
        return labels.dataset(built.input(), built.rows(), built.notes());
    }

    /** Refuses a label that nobody named and that looks like none. */
    private void requireLabel(TableLook look, int label) {
        ColumnLook last = look.columns().get(label);
        if (options.label() != null || options.classes() != null) {
            return;
        }
        ColumnLook.Counts counts = last.counts();
        boolean measured = last.kind() == ColumnKind.NUMBER
                && counts.distinct() > MOST_CLASSES
                && counts.distinct() > counts.rows() / 2;
        if (measured || last.kind() == ColumnKind.ID) {
            throw new InvalidDataException(look.header().where() + ": the last column '" + last.name()
                    + "' is no label: "
                    + (measured
                            ? counts.distinct() + " different numbers in " + counts.rows() + " rows"
                            : last.reason())
                    + " (name the column of the class: data.label, --label)");
        }
    }

    /** The labels of the rows that have one. */
    private final class Labels {
        private final LabelEncoder encoder = new LabelEncoder(options.classes());
        private final int column;
        private int skipped;

        Labels(int column) {
            this.column = column;
        }

        boolean add(CsvRow row) {
            row.requireWidth(Math.max(column + 1, row.cells().size()));
            String label = row.cells().get(column);
            if (options.table().unlabelled() == TableOptions.Unlabelled.SKIP && encoder.isMissing(label)) {
                skipped++;
                return false;
            }
            encoder.add(label, row::where);
            return true;
        }

        Dataset dataset(InputMeaning.Table input, List<float[]> rows, List<String> notes) {
            encoder.requireTwoClasses(file.name());
            List<String> all = new ArrayList<>(notes);
            if (skipped > 0) {
                all.add(skipped + " rows without label are left out");
            }
            return Dataset.table(name, input, encoder.classes(), rows.toArray(float[][]::new), encoder.labels())
                    .withNotes(all);
        }
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
