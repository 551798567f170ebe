package dev.alambic.data.table;

import java.util.ArrayList;
import java.util.List;

/** Sees which character stands between the cells of a text, by its first rows. */
final class Separators {
    private static final char[] USUAL = {',', ';', '\t', '|'};
    private static final int ROWS = 100;

    private Separators() {}

    /**
     * Returns the one by which the rows have most often as many cells as the header, of equals the one that makes more
     * cells; a comma where none occurs.
     *
     * @param head the beginning of the text; its last row may be cut
     * @param whole whether it is all of the text
     */
    static char seen(String head, boolean whole) {
        char best = ',';
        double most = 0;
        for (char separator : USUAL) {
            double score = score(counts(head, separator, whole));
            if (score > most) {
                most = score;
                best = separator;
            }
        }
        return best;
    }

    /** Returns the share of rows with as many separators as the header, and a little for each. */
    private static double score(List<Integer> counts) {
        if (counts.isEmpty() || counts.get(0) == 0) {
            return 0;
        }
        long alike = counts.stream().filter(counts.get(0)::equals).count();
        return (double) alike / counts.size() + Math.min(counts.get(0), 999) * 1e-4;
    }

    /** Returns how often the separator stands outside quotes, row by row. */
    private static List<Integer> counts(String head, char separator, boolean whole) {
        List<Integer> counts = new ArrayList<>();
        boolean quoted = false;
        boolean starts = true;
        int count = 0;
        int length = 0;
        for (int i = 0; i < head.length() && counts.size() < ROWS; i++) {
            char c = head.charAt(i);
            if (c == '"' && (quoted || starts)) {
                quoted = !quoted;
                starts = true; // a doubled quote goes on
                length++;
                continue;
            }
            starts = false;
            if (quoted) {
                continue;
            }
            if (c == '\n' || c == '\r') {
                if (length > 0) {
                    counts.add(count);
                }
                count = 0;
                length = 0;
                starts = true;
                continue;
            }
            length++;
            if (c == separator) {
                count++;
                starts = true;
            }
        }
        if (length > 0 && (whole || counts.isEmpty())) {
            counts.add(count);
        }
        return counts;
    }
}
