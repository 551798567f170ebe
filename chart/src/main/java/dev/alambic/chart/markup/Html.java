package dev.alambic.chart.markup;

import java.util.function.Consumer;

/** Collects HTML; whatever goes through {@link #text} or an attribute cannot become markup. */
public final class Html {

    private final StringBuilder out = new StringBuilder();

    /** Appends markup of this program, never data. */
    public Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Appends data. */
    public Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** Appends an element and what {@code body} puts into it. */
    public Html in(Tag tag, Consumer<Html> body) {
        raw(tag.opening());
        body.accept(this);
        return raw("</" + tag.name() + ">");
    }

    public Html in(String tag, Consumer<Html> body) {
        return in(Tag.of(tag), body);
    }

    /** Appends an element that holds only data. */
    public Html element(Tag tag, String text) {
        return in(tag, html -> html.text(text));
    }

    public Html element(String tag, String text) {
        return element(Tag.of(tag), text);
    }

    /** Appends an element of a class that holds only data. */
    public Html element(String tag, String cssClass, String text) {
        return element(Tag.of(tag, cssClass), text);
    }

    /** Appends an element that has no end and holds nothing. */
    public Html empty(Tag tag) {
        return raw(tag.opening());
    }

    /** Appends a line end, for people who read the source. */
    public Html line() {
        return raw("\n");
    }

    /**
     * Returns {@code text} such that neither an element nor a quoted attribute ends in it, with spaces for control
     * characters, which XML forbids.
     */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '\n', '\t' -> escaped.append(each);
                default -> escaped.append(Character.isISOControl(each) ? ' ' : each);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
