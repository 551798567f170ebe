package dev.alambic.packager.code;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Constants of the model's class, indented as its companion or its body. */
final class Constants {
    /** A method of the JVM holds 64 KiB, and so some thousand elements of a list. */
    private static final int MOST_ELEMENTS = 500;

    private Constants() {}

    static String labels(Language language, List<String> labels) {
        return texts(language, "labels", "Class names in the order of the first output.", labels);
    }

    static String targets(Language language, List<String> targets) {
        return texts(language, "targets", "Names of the numbers in the order of the first output.", targets);
    }

    /** Returns a list of texts, in pieces where it is long. */
    static String texts(Language language, String name, String comment, List<String> texts) {
        if (language == Language.SWIFT) {
            return constant(language, name, comment, "[String]", language.list(language.literals(texts)));
        }
        StringBuilder pieces = new StringBuilder();
        List<String> calls = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += MOST_ELEMENTS) {
            List<String> some = texts.subList(from, Math.min(texts.size(), from + MOST_ELEMENTS));
            String list = language.list(language.literals(some));
            String call = name + from / MOST_ELEMENTS + "()";
            pieces.append("\n        private fun ")
                    .append(call)
                    .append(" = ")
                    .append(list)
                    .append('\n');
            calls.add(call);
        }
        boolean whole = calls.size() == 1;
        String value = whole ? language.list(language.literals(texts)) : String.join(" + ", calls);
        return constant(language, name, comment, "List<String>", value) + (whole ? "" : pieces);
    }

    static String constant(Language language, String name, String comment, String type, String value) {
        if (language == Language.SWIFT) {
            return "\n    /// " + comment + "\n    public static let " + name + ": " + type + " = " + value + "\n";
        }
        return "\n        /** " + comment + " */\n        val " + name.toUpperCase(Locale.ROOT) + ": " + type + " = "
                + value + "\n";
    }
}
