package dev.alambic.report.svg;

/** How wide texts are about: the reader's font is not known here, so it is taken to be a wide one. */
final class TextWidth {

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
