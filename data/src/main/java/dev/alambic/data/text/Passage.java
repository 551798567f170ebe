package dev.alambic.data.text;

import dev.alambic.data.file.InvalidDataException;
import org.jspecify.annotations.Nullable;

/**
 * What a model of texts is asked about: a text, or two.
 *
 * @param second null for a model of one text
 */
public record Passage(String first, @Nullable String second) {

    /** What stands between two texts that are written in one line. */
    public static final String BETWEEN = "\t";

    /**
     * Takes a line apart, whose two texts are parted by a tab.
     *
     * @param where the line stands
     * @throws InvalidDataException if it does not hold as many texts as the model takes
     */
    public static Passage of(String line, boolean pair, String where) {
        if (!pair) {
            return new Passage(line, null);
        }
        int tab = line.indexOf(BETWEEN);
        if (tab < 0
                || tab != line.lastIndexOf(BETWEEN)
                || line.substring(0, tab).isBlank()
                || line.substring(tab + 1).isBlank()) {
            throw new InvalidDataException(
                    where,
                    "the model takes two texts",
                    "two, a tab between them (or --text A --text B)",
                    "'" + line + "'");
        }
        return new Passage(line.substring(0, tab), line.substring(tab + 1));
    }
}
