package dev.alambic.packager.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with places called {@code @@name@@}. What is put in is not looked through again. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("@@(\\w+)@@");

    private Template() {}

    /** Returns the template of a name, for example {@code kotlin/model.kt}, filled. */
    static String fill(String name, Map<String, String> values) {
        return PLACE.matcher(read(name)).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new AssertionError("bug: template " + name + " has a place " + place.group(1));
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static String read(String name) {
        try (InputStream in = Template.class.getResourceAsStream("/dev/alambic/packager/code/" + name)) {
            if (in == null) {
                throw new AssertionError("bug: template " + name + " is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
