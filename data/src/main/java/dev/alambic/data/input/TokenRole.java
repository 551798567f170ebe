package dev.alambic.data.input;

import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one input of a model of texts takes. */
enum TokenRole {
    TOKENS("input_ids"),
    MASK("attention_mask"),
    SEGMENTS("token_type_ids"),
    POSITIONS("position_ids");

    private final String usualName;

    TokenRole(String usualName) {
        this.usualName = usualName;
    }

    /**
     * Returns the role of each input: the one it was given, else the one its name tells, each told once. One input
     * without either, beside inputs that take no tokens, takes the tokens.
     *
     * @param given roles by name, in words
     * @throws UnsupportedModelException if the role of an input remains open; order decides nothing
     */
    static List<TokenRole> of(List<String> names, Map<String, String> given) {
        List<Optional<TokenRole>> roles = names.stream()
                .map(name -> Optional.ofNullable(given.get(name))
                        .map(TokenRole::parse)
                        .or(() -> toldBy(name, names, given)))
                .toList();
        List<String> open = names.stream()
                .filter(name -> roles.get(names.indexOf(name)).isEmpty())
                .toList();
        boolean hasTokens = roles.contains(Optional.of(TOKENS));
        if (open.size() > (hasTokens ? 0 : 1) || (open.isEmpty() && !hasTokens)) {
            throw refusal(open.isEmpty() ? names.get(0) : open.get(0), names);
        }
        return roles.stream().map(role -> role.orElse(TOKENS)).toList();
    }

    private static UnsupportedModelException refusal(String open, List<String> names) {
        return new UnsupportedModelException("model: what input '" + open + "' of " + names
                + " takes is not told by its name (expected a name like "
                + Arrays.stream(values()).map(role -> role.usualName).collect(Collectors.joining(", "))
                + ", or --input-role " + open + "=ROLE, "
                + Arrays.stream(values()).map(TokenRole::word).collect(Collectors.joining(", ")) + ")");
    }

    /**
     * Returns the role that a word names.
     *
     * @throws IllegalArgumentException if it names none
     */
    static TokenRole parse(String word) {
        return Arrays.stream(values())
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("roles: an input takes one of "
                        + Arrays.stream(values()).map(TokenRole::word).toList() + " (was " + word + ")"));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A role that the names of two inputs tell is that of neither. */
    private static Optional<TokenRole> toldBy(String name, List<String> names, Map<String, String> given) {
        TokenRole told = toldBy(name);
        boolean once = names.stream()
                        .filter(other -> !given.containsKey(other))
                        .filter(other -> toldBy(other) == told)
                        .count()
                == 1;
        return once ? Optional.ofNullable(told) : Optional.empty();
    }

    private static @Nullable TokenRole toldBy(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("decoder") || lower.contains("past") || lower.contains("label")) {
            return null;
        } else if (lower.contains("mask")) {
            return MASK;
        } else if (lower.contains("type") || lower.contains("segment")) {
            return SEGMENTS;
        } else if (lower.contains("position")) {
            return POSITIONS;
        }
        return lower.contains("id") || lower.contains("token") ? TOKENS : null;
    }
}
