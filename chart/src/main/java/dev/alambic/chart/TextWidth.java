package dev.alambic.chart;

import java.util.ArrayList;
import java.util.List;

/**
 * How wide texts are about. The reader's font is not known here, and a machine without a display may have none, so it
 * is taken to be a wide one, such as DejaVu Sans.
 */
final class TextWidth {

    /** Size of ticks, titles of axes and names of points, pixels; the same in {@code chart.css}. */
    static final double SMALL = 11.5;

    /** Size of names and values of bars and of keys, pixels. */
    static final double NORMAL = 12.5;

    /** Size of titles, pixels. */
    static final double TITLE = 15;

    /** How much wider bold texts are. */
    static final double BOLD = 1.1;

    private static final String NARROWEST = "ijl.,:;'|! ";
    private static final String NARROW = "tfr()[]-·";
    private static final String WIDE = "mwMWµ%@—";

    private TextWidth() {}

    /** Returns the width in a font of {@code size} pixels. */
    static double of(String text, double size) {
        double ems = text.codePoints().mapToDouble(TextWidth::ems).sum();
        return ems * size;
    }

    private static double ems(int character) {
        if (NARROWEST.indexOf(character) >= 0) {
            return 0.33;
        }
        if (NARROW.indexOf(character) >= 0) {
            return 0.41;
        }
        if (WIDE.indexOf(character) >= 0) {
            return 0.96;
        }
        return character > 0x2e80 ? 1.05 : Character.isUpperCase(character) ? 0.70 : 0.635;
    }

    /** Returns {@code text} in lines of at most {@code room} pixels, cut at spaces where it has any. */
    static List<String> wrapped(String text, double size, double room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && of(line + " " + word, size) > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines.stream().map(each -> fitting(each, size, room)).toList();
    }

    /** Returns {@code text}, shortened with an ellipsis to fit {@code room} pixels. */
    static String fitting(String text, double size, double room) {
        if (of(text, size) <= room) {
            return text;
        }
        int end = text.length();
        while (end > 0 && of(text.substring(0, end) + "…", size) > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return end == 0 ? "" : text.substring(0, end) + "…";
    }

    /** Returns {@code path}, shortened at its beginning, since paths differ at their ends. */
    static String endOf(String path, double size, double room) {
        if (of(path, size) <= room) {
            return path;
        }
        int start = 0;
        while (start < path.length() && of("…" + path.substring(start), size) > room) {
            start = path.offsetByCodePoints(start, 1);
        }
        return "…" + path.substring(start);
    }
}
