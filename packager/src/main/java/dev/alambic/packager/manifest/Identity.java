package dev.alambic.packager.manifest;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;

/**
 * What the model is called and is for.
 *
 * @param name 1 to 200 characters, none of them for control
 * @param version of the package, for example {@code 1.2.0}; so too
 * @param task for example {@code classification}; empty if nobody says
 * @param labels class names in the order of the first output; empty if there are none
 * @param licence of the model, for example {@code Apache-2.0}; empty if nobody says
 */
@RecordBuilder
public record Identity(String name, String version, String task, List<String> labels, String licence)
        implements IdentityBuilder.With {
    private static final int MOST_CHARACTERS = 200;

    public Identity {
        labels = List.copyOf(labels);
        requireLine("name", name);
        requireLine("version", version);
    }

    private static void requireLine(String what, String text) {
        if (text.isBlank()
                || text.length() > MOST_CHARACTERS
                || text.chars().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
            throw new IllegalArgumentException(
                    what + ": 1 to " + MOST_CHARACTERS + " characters in one line (was " + text.length() + ")");
        }
    }
}
