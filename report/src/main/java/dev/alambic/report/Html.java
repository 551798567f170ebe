package dev.alambic.report;

/** Collects HTML; whatever goes through {@link #text} or an attribute cannot become markup. */
final class Html {

    private final StringBuilder out = new StringBuilder();

    /** Appends markup of this program, never data. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Appends data. */
    Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** Appends an element that holds only data. */
    Html element(String tag, String text) {
        return raw("<" + tag + ">").text(text).raw("</" + tag + ">");
    }

    /** Appends an element of a class that holds only data. */
    Html element(String tag, String cssClass, String text) {
        return raw("<" + tag + " class=\"" + cssClass + "\">").text(text).raw("</" + tag + ">");
    }

    /** Returns {@code text} such that neither an element nor a quoted attribute ends in it. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(each);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
