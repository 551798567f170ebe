package dev.alambic.packager.code;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * The Kotlin package of the source files: names of ASCII letters, digits and {@code _}, separated by dots, none of them
 * a word of the language (Kotlin language specification, "Hard keywords").
 *
 * @param name for example {@code com.example.digits}
 */
public record KotlinPackage(String name) {
    private static final Set<String> KEYWORDS = Set.of(
            "as",
            "break",
            "class",
            "continue",
            "do",
            "else",
            "false",
            "for",
            "fun",
            "if",
            "in",
            "interface",
            "is",
            "null",
            "object",
            "package",
            "return",
            "super",
            "this",
            "throw",
            "true",
            "try",
            "typealias",
            "typeof",
            "val",
            "var",
            "when",
            "while");
    /** The compiler keeps the one for itself, and the virtual machine the other. */
    private static final Set<String> TAKEN = Set.of("kotlin", "java");

    public KotlinPackage {
        String[] parts = name.split("\\.", -1);
        boolean valid = Arrays.stream(parts)
                        .allMatch(part -> part.matches("(?!_+$)[A-Za-z_][A-Za-z0-9_]*") && !KEYWORDS.contains(part))
                && !TAKEN.contains(parts[0]);
        if (!valid) {
            throw new IllegalArgumentException("--kotlin-package: names of ASCII letters, digits and '_', separated by"
                    + " dots, none a word of Kotlin, the first not kotlin or java (expected one as"
                    + " com.example.digits, was '" + name + "')");
        }
    }

    /** Returns the one of a model's name, so that two models in one app do not meet. */
    static KotlinPackage ofModel(String model) {
        return new KotlinPackage(
                "dev.alambic.generated." + SourceFiles.className(model).toLowerCase(Locale.ROOT));
    }
}
