package dev.alambic.quantizer.int8;

import dev.alambic.onnx.graph.Node;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Regular expressions that name nodes and values. */
record Names(List<Pattern> patterns) {
    static Names of(List<String> patterns) {
        return new Names(patterns.stream().map(Pattern::compile).toList());
    }

    /** @throws IllegalArgumentException if {@code pattern} is no regular expression */
    static void check(String where, String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    where + ": names are regular expressions (expected one, was '" + pattern + "': "
                            + e.getDescription() + ")",
                    e);
        }
    }

    boolean match(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    /** Returns whether a pattern fits the name of {@code node}, of a value it writes, or of its operator. */
    boolean match(Node node) {
        return of(node).anyMatch(this::match);
    }

    /** Returns what {@code node} can be called by, each name once. */
    static Stream<String> of(Node node) {
        return Stream.concat(Stream.of(node.name(), node.opType()), node.outputs().stream())
                .filter(name -> !name.isEmpty())
                .distinct();
    }
}
