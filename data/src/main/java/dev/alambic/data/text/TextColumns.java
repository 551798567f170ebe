package dev.alambic.data.text;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.table.CsvColumns;
import dev.alambic.data.table.CsvRow;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which cells of a row are its text and its label.
 *
 * @param header names of the columns
 * @param label index of the cell; -1 where labels are not wanted
 */
public record TextColumns(CsvRow header, int text, int label) {

    private static final String USUAL_NAME = "text";

    /**
     * Finds the columns: the text is the named one, else {@code text}, else the only one beside the label; the label is
     * the named one, else the last that is not the text.
     */
    static TextColumns of(CsvRow header, @Nullable String text, @Nullable String label) {
        CsvColumns.requireHeader(header);
        int named = label == null ? -1 : CsvColumns.find(header, label);
        int textAt = text == null ? usual(header, named) : CsvColumns.find(header, text);
        int labelAt = named >= 0 ? named : lastBut(header, textAt);
        if (labelAt < 0 || labelAt == textAt) {
            throw new InvalidDataException(
                    header.where(), "no label column", "a column of texts and one of labels", header.cells());
        }
        return new TextColumns(header, textAt, labelAt);
    }

    /** Finds the column of texts without labels. */
    public static TextColumns unlabelled(CsvRow header, @Nullable String text) {
        return new TextColumns(header, text == null ? usual(header, -1) : CsvColumns.find(header, text), -1);
    }

    /** Finds the column of texts beside targets that others find. */
    static TextColumns beside(CsvRow header, @Nullable String text) {
        CsvColumns.requireHeader(header);
        return unlabelled(header, text);
    }

    String textName() {
        return header.cells().get(text);
    }

    String labelName() {
        return header.cells().get(label);
    }

    private static int usual(CsvRow header, int label) {
        int usual = header.cells().indexOf(USUAL_NAME);
        if (usual >= 0 && usual != label) {
            return usual;
        }
        int[] others = IntStream.range(0, header.cells().size())
                .filter(i -> i != label)
                .toArray();
        if (others.length != 1) {
            throw new InvalidDataException(
                    header.where(),
                    "which column is the text",
                    "one called '" + USUAL_NAME + "' or named",
                    header.cells());
        }
        return others[0];
    }

    private static int lastBut(CsvRow header, int text) {
        int last = header.cells().size() - 1;
        return last == text ? last - 1 : last;
    }

    public String text(CsvRow row) {
        row.requireWidth(header.cells().size());
        String cell = row.cells().get(text);
        if (cell.isEmpty()) {
            throw new InvalidDataException(row.where() + ": no text in column '" + textName() + "'");
        }
        return cell;
    }
}
