package dev.alambic.packager.code;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a language writes what the templates leave open. */
enum Language {
    KOTLIN("kt") {
        @Override
        String escape(int codePoint) {
            return Character.toString(codePoint)
                    .chars()
                    .mapToObj(unit -> String.format(Locale.ROOT, "\\u%04x", unit))
                    .collect(Collectors.joining());
        }

        @Override
        String entry(String key, String value) {
            return key + " to " + value;
        }

        @Override
        String list(List<String> elements) {
            return "listOf(" + String.join(", ", elements) + ")";
        }

        @Override
        String integers(List<Long> values) {
            return values.stream().map(value -> value + "L").collect(Collectors.joining(", ", "longArrayOf(", ")"));
        }

        @Override
        String doubles(List<Double> values) {
            return values.stream().map(String::valueOf).collect(Collectors.joining(", ", "doubleArrayOf(", ")"));
        }
    },
    SWIFT("swift") {
        @Override
        String escape(int codePoint) {
            return String.format(Locale.ROOT, "\\u{%x}", codePoint);
        }

        @Override
        String entry(String key, String value) {
            return key + ": " + value;
        }

        @Override
        String list(List<String> elements) {
            return "[" + String.join(", ", elements) + "]";
        }

        @Override
        String integers(List<Long> values) {
            return values.toString();
        }

        @Override
        String doubles(List<Double> values) {
            return values.toString();
        }
    };

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

    Language(String ending) {
        this.ending = ending;
    }

    /** Returns what stands for a character that may not stand for itself. */
    abstract String escape(int codePoint);

    /** Returns one entry of a map. */
    abstract String entry(String key, String value);

    abstract String list(List<String> elements);

    /** Returns a shape. */
    abstract String integers(List<Long> values);

    abstract String doubles(List<Double> values);

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
