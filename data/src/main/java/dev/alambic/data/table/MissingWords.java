package dev.alambic.data.table;

import java.util.Set;

/** What programs and people write where there is nothing. */
public final class MissingWords {
    /** Of R, pandas, Weka and databases. */
    private static final Set<String> ANYWHERE = Set.of(
            "", "?", "NaN", "nan", "NAN", "-nan", "NA", "<NA>", "#N/A", "#NA", "N/A", "n/a", "NULL", "null", "Null",
            "\\N", "NaT", "#NULL!");
    /** Where numbers or dates are meant; among texts each of them may mean something. */
    private static final Set<String> AMONG_NUMBERS = Set.of(
            "-", "--", "—", "–", ".", "..", "...", "na", "Na", "n.a.", "N.A.", "k.A.", "k. A.", "None", "none", "NONE",
            "missing", "unknown", "*", "#DIV/0!", "#VALUE!", "#REF!");

    private MissingWords() {}

    /** Returns whether a text, or a label, is missing. */
    public static boolean isText(String cell) {
        return ANYWHERE.contains(cell);
    }

    /** Returns whether a number or a date is missing. */
    static boolean isNumber(String cell) {
        return ANYWHERE.contains(cell) || AMONG_NUMBERS.contains(cell);
    }
}
