package dev.alambic.packager.contract;

import java.util.List;
import java.util.Locale;

/** What an input of a model of texts takes. */
public enum TextRole {
    TOKENS("the numbers of the tokens"),
    MASK("1 for each token and 0 for padding"),
    SEGMENTS("0 for every token");

    /** What segments are of two texts. */
    public static final String OF_PAIRS = "0 for each token up to the first separator, 1 for those of the second text";

    private final String content;

    TextRole(String content) {
        this.content = content;
    }

    /** Returns what to feed. */
    public String content() {
        return content;
    }

    /** Returns the role of the input at {@code place} of {@code names}: by its name where that tells, else by order. */
    static TextRole of(List<String> names, int place) {
        List<TextRole> told = names.stream().map(TextRole::told).toList();
        boolean clear = told.stream().distinct().count() == names.size() && told.contains(TOKENS);
        return clear ? told.get(place) : values()[Math.min(place, values().length - 1)];
    }

    private static TextRole told(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("mask")) {
            return MASK;
        }
        return lower.contains("type") || lower.contains("segment") ? SEGMENTS : TOKENS;
    }
}
