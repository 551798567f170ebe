package dev.alambic.data.text;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.table.CsvColumns;
import dev.alambic.data.table.CsvRow;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which cells of a row are its text, or its two, and its label.
 *
 * @param header names of the columns
 * @param second index of the cell of the second text; -1 where there is one text
 * @param label index of the cell; -1 where labels are not wanted
 */
public record TextColumns(CsvRow header, int text, int second, int label) {

    private static final String USUAL_NAME = "text";

    /**
     * Finds the columns: the text is the named one, else the one called "text", else the only one beside the label; the
     * label is the named one, else the last that is not the text.
     */
    static TextColumns of(CsvRow header, @Nullable List<String> texts, @Nullable String label) {
        CsvColumns.requireHeader(header);
        int named = label == null ? -1 : CsvColumns.find(header, label);
        int textAt = texts == null ? usual(header, named) : CsvColumns.find(header, texts.get(0));
        int secondAt = second(header, texts);
        int labelAt = named >= 0 ? named : lastBut(header, textAt, secondAt);
        if (labelAt < 0 || labelAt == textAt || labelAt == secondAt) {
            throw new InvalidDataException(
                    header.where(), "no label column", "a column of texts and one of labels", header.cells());
        }
        return new TextColumns(header, textAt, secondAt, labelAt);
    }

    /** Finds the column of texts without labels. */
    public static TextColumns unlabelled(CsvRow header, @Nullable List<String> texts) {
        int textAt = texts == null ? usual(header, -1) : CsvColumns.find(header, texts.get(0));
        return new TextColumns(header, textAt, second(header, texts), -1);
    }

    private static int second(CsvRow header, @Nullable List<String> texts) {
        return texts != null && texts.size() == 2 ? CsvColumns.find(header, texts.get(1)) : -1;
    }

    /** Finds the column of texts beside targets that others find. */
    static TextColumns beside(CsvRow header, @Nullable List<String> texts) {
        CsvColumns.requireHeader(header);
        return unlabelled(header, texts);
    }

    /** Returns the names of the columns of texts. */
    List<String> textNames() {
        return second < 0
                ? List.of(header.cells().get(text))
                : List.of(header.cells().get(text), header.cells().get(second));
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

    private static int lastBut(CsvRow header, int text, int second) {
        int last = header.cells().size() - 1;
        while (last == text || last == second) {
            last--;
        }
        return last;
    }

    /** Returns the text of a row, or its two. */
    public Passage passage(CsvRow row) {
        row.requireWidth(header.cells().size());
        return new Passage(cell(row, text), second < 0 ? null : cell(row, second));
    }

    private String cell(CsvRow row, int column) {
        String cell = row.cells().get(column);
        if (cell.isEmpty()) {
            throw new InvalidDataException(
                    row.where() + ": no text in column '" + header.cells().get(column) + "'");
        }
        return cell;
    }
}
