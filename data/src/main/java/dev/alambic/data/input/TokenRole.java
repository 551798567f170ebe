package dev.alambic.data.input;

import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** What one input of a model of texts takes, in the order that models without telling names have. */
enum TokenRole {
    TOKENS("input_ids"),
    MASK("attention_mask"),
    SEGMENTS("token_type_ids");

    private final String usualName;

    TokenRole(String usualName) {
        this.usualName = usualName;
    }

    /** Returns the role of each input, by the names where all of them tell, else by order. */
    static List<TokenRole> of(List<String> names) {
        List<TokenRole> told = names.stream()
                .flatMap(name -> Arrays.stream(values())
                        .filter(role -> role.isToldBy(name))
                        .limit(1))
                .toList();
        if (told.size() == names.size() && new HashSet<>(told).size() == told.size() && told.contains(TOKENS)) {
            return told;
        }
        if (names.isEmpty() || names.size() > values().length) {
            throw new UnsupportedModelException("model: a model of texts has up to three inputs (expected some of "
                    + Arrays.stream(values()).map(role -> role.usualName).toList() + ", was " + names + ")");
        }
        return List.of(values()).subList(0, names.size());
    }

    private boolean isToldBy(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        boolean mask = lower.contains("mask");
        boolean segments = lower.contains("type") || lower.contains("segment");
        return switch (this) {
            case MASK -> mask;
            case SEGMENTS -> segments && !mask;
            case TOKENS -> !mask && !segments && (lower.contains("id") || lower.contains("token"));
        };
    }
}
