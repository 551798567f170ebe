package dev.alambic.packager.code;

import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.TensorSpec;
import dev.alambic.packager.sign.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The source files of a package: a class for the model, and one that runs the golden vectors. Kotlin for Android and
 * servers, Swift for iOS.
 */
public final class SourceFiles {
    private static final int MOST_CHARACTERS = 60;
    private static final int HASH_CHARACTERS = 6;

    private SourceFiles() {}

    /**
     * The files by name, and the notes on what could not be made.
     *
     * @param className what the model's class is called
     * @param kotlin in which package it lies
     */
    public record Made(String className, KotlinPackage kotlin, Map<String, String> files, List<String> notes) {}

    /** Returns the files for {@code manifest}, in a Kotlin package of the model's name. */
    public static Made of(Manifest manifest) {
        return of(manifest, KotlinPackage.ofModel(manifest.identity().name()));
    }

    /** Returns the files for {@code manifest}, whose golden vectors are there already. */
    public static Made of(Manifest manifest, KotlinPackage kotlin) {
        Map<String, String> files = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (Language language : languages(manifest)) {
            Optional<String> missing = unknownType(manifest, language);
            if (missing.isPresent()) {
                notes.add("There is no file in " + language.lowerName() + ": the code there takes no elements of type "
                        + missing.get() + ".");
            } else {
                files.putAll(new ModelSource(manifest, language, kotlin).files());
            }
        }
        return new Made(className(manifest.identity().name()), kotlin, files, notes);
    }

    private static List<Language> languages(Manifest manifest) {
        List<Language> languages = new ArrayList<>();
        if (manifest.targets().contains("android") || manifest.targets().contains("server")) {
            languages.add(Language.KOTLIN);
        }
        if (manifest.targets().contains("ios")) {
            languages.add(Language.SWIFT);
        }
        return languages;
    }

    private static Optional<String> unknownType(Manifest manifest, Language language) {
        return Stream.concat(manifest.inputs().stream(), manifest.outputs().stream())
                .map(TensorSpec::type)
                .filter(type -> language.elementType(type).isEmpty())
                .findFirst();
    }

    /**
     * Returns {@code student-int8} as {@code StudentInt8Model}; only letters and digits of ASCII are taken. A name that
     * loses others, or its end, gets the beginning of its hash, so that two names do not become one.
     */
    static String className(String name) {
        StringBuilder made = new StringBuilder();
        for (String word : name.split("[^A-Za-z0-9]+", -1)) {
            if (!word.isEmpty()) {
                made.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        if (made.isEmpty() || Character.isDigit(made.charAt(0))) {
            made.insert(0, "Packaged");
        }
        boolean lost = name.codePoints().anyMatch(c -> c > '~' && Character.isLetterOrDigit(c));
        if (lost || made.length() > MOST_CHARACTERS) {
            made.setLength(Math.min(MOST_CHARACTERS, made.length()));
            ByteBuffer bytes = ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8));
            made.append(Sha256.of(bytes), 0, HASH_CHARACTERS);
        }
        return made.toString().endsWith("Model") ? made.toString() : made + "Model";
    }
}
