package dev.alambic.packager.page;

import java.util.Locale;

/** Text that others chose, put into Markdown so that it shows as it is. */
public final class Markdown {
    private static final String SPECIAL = "\\`*_{}[]<>()#+-.!|~&$:@";

    private Markdown() {}

    /** Returns {@code text} for the midst of a line: special characters escaped, breaks and controls as blanks. */
    public static String text(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || isFormat(c)) {
                out.append(' ');
            } else if (c == '<' || c == '>' || c == '&') {
                out.append(c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
            } else {
                out.append(c < 0x80 && SPECIAL.indexOf(c) >= 0 && !isPlain(c) ? "\\" : "")
                        .appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** Line and paragraph separators, and what turns the direction of writing. */
    private static boolean isFormat(int c) {
        return c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    /** Signs that mean something at the start of a line or twice in a row alone. */
    private static boolean isPlain(int c) {
        return c == '.' || c == '-' || c == '(' || c == ')' || c == ':' || c == '+';
    }

    /** Returns {@code text} as code; a grave accent in it becomes an apostrophe. */
    public static String code(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ").replace('`', '\'').replace("|", "\\|");
        return "`" + (line.isBlank() ? " " : line) + "`";
    }

    /** Returns a number of bytes in a unit that people read. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    /** Returns {@code template} with values in its places, as {@link String#format} fills them in no language. */
    static String filled(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }
}
