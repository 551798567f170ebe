package dev.alambic.bench.chart;

/** Text that stands in HTML or SVG. */
public final class Markup {

    private Markup() {}

    /** Returns {@code text} with what has a meaning in markup written as entities, and without control characters. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(each -> {
            switch (each) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(each < ' ' || each == 0x7f ? ' ' : each);
            }
        });
        return escaped.toString();
    }
}
