package dev.alambic.packager.archive;

import java.util.regex.Pattern;

/**
 * Which names a file of an archive may have: segments of letters, digits, {@code . _ -} that begin with a letter or
 * digit, separated by {@code /}. So no name leaves the folder it is unpacked into, on any system.
 */
final class EntryName {
    static final int MOST_CHARACTERS = 200;
    static final String RULE = "a name is made of letters, digits, '.', '_', '-' and '/', at most 200 characters";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*");

    private EntryName() {}

    static boolean isAllowed(String name) {
        return name.length() <= MOST_CHARACTERS && NAME.matcher(name).matches();
    }
}
