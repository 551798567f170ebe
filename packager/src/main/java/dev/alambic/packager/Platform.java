package dev.alambic.packager;

import java.util.Arrays;
import java.util.Locale;

/** What a package is for. */
public enum Platform {
    ANDROID,
    IOS,
    SERVER;

    /** Returns the name that the user types. */
    public String lowerName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the target of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Platform named(String name) {
        return Arrays.stream(values())
                .filter(target -> target.lowerName().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("--for: a target is android, ios or server (was '" + name + "')"));
    }
}
