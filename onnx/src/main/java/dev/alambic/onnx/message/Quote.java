package dev.alambic.onnx.message;

/** What someone wrote, as a message repeats it: never so much that the message itself is lost. */
public final class Quote {

    private static final int MOST = 80;
    private static final int SHOWN = 40;

    private Quote() {}

    /** Returns {@code 'text'} if it is short, else its beginning in one line and its length. */
    public static String of(String text) {
        return "'" + shown(text) + "'" + (text.length() > MOST ? " (" + text.length() + " characters)" : "");
    }

    /** Returns the same without quotation marks and length, for what stands within other marks. */
    public static String shown(String text) {
        return text.length() > MOST
                ? text.substring(0, text.offsetByCodePoints(0, text.codePointCount(0, SHOWN)))
                                .replaceAll("\\s+", " ")
                        + "…"
                : text;
    }
}
