package dev.alambic.packager.code;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a language writes what the templates leave open. */
enum Language {
    KOTLIN("kt", " to "),
    SWIFT("swift", ": ");

    private static final Map<String, String> JAVA_TYPES = Map.of(
            "float", "FLOAT",
            "double", "DOUBLE",
            "float16", "FLOAT16",
            "int8", "INT8",
            "int16", "INT16",
            "int32", "INT32",
            "int64", "INT64",
            "uint8", "UINT8",
            "bool", "BOOL");
    private static final List<String> SWIFT_TYPES =
            List.of("float", "int8", "uint8", "int32", "uint32", "int64", "uint64");

    private final String ending;
    /** Stands between a key and its value. */
    private final String entry;

    Language(String ending, String entry) {
        this.ending = ending;
        this.entry = entry;
    }

    /** Returns what stands for a character that may not stand for itself. */
    private String escape(int codePoint) {
        return this == SWIFT
                ? String.format(Locale.ROOT, "\\u{%x}", codePoint)
                : Character.toString(codePoint)
                        .chars()
                        .mapToObj(unit -> String.format(Locale.ROOT, "\\u%04x", unit))
                        .collect(Collectors.joining());
    }

    /** Returns one entry of a map. */
    String entry(String key, String value) {
        return key + entry + value;
    }

    String list(List<String> elements) {
        return literal("listOf", elements.stream());
    }

    /** Returns a shape. */
    String integers(List<Long> values) {
        return literal("longArrayOf", values.stream().map(value -> value + (this == KOTLIN ? "L" : "")));
    }

    String doubles(List<Double> values) {
        return literal("doubleArrayOf", values.stream().map(String::valueOf));
    }

    private String literal(String kotlin, Stream<String> elements) {
        String list = elements.collect(Collectors.joining(", "));
        return this == SWIFT ? "[" + list + "]" : kotlin + "(" + list + ")";
    }

    /** Returns the name of a file of this language in its folder. */
    String file(String stem) {
        return lowerName() + "/" + stem + "." + ending;
    }

    String lowerName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns {@code text} as a literal of ASCII alone, so that nothing in it means anything. */
    String literal(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().map(Language::whole).forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < ' ' || c > '~' || c == '$') {
                out.append(escape(c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }

    /** Returns a character; half of a pair that stands alone becomes U+FFFD, since no text may hold it. */
    private static int whole(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c;
    }

    List<String> literals(List<String> texts) {
        return texts.stream().map(this::literal).toList();
    }

    /** Returns what the runtime's API in this language calls an element type; empty if it has none. */
    Optional<String> elementType(String type) {
        if (this == KOTLIN) {
            return Optional.ofNullable(JAVA_TYPES.get(type)).map(name -> "OnnxJavaType." + name);
        }
        return SWIFT_TYPES.contains(type)
                ? Optional.of("ORTTensorElementDataType." + type.replace("uint", "uInt"))
                : Optional.empty();
    }
}
