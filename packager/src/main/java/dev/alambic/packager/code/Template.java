package dev.alambic.packager.code;

import dev.alambic.packager.manifest.Resource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with places called {@code @@name@@}. What is put in is not looked through again. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("@@(\\w+)@@");

    private Template() {}

    /** Returns the template of a name, for example {@code kotlin/model.kt}, filled. */
    static String fill(String name, Map<String, String> values) {
        return PLACE.matcher(Resource.text(Template.class, name)).replaceAll(place -> {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new AssertionError("bug: template " + name + " has a place " + place.group(1));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
