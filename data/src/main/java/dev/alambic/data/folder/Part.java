package dev.alambic.data.folder;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A part of the data that a folder, or a cell of a list, names. */
public enum Part {
    TRAIN("train", "training"),
    VALIDATION("validation", "valid", "val", "dev"),
    TEST("test", "testing");

    @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
    private final List<String> names;

    Part(String... names) {
        this.names = List.of(names);
    }

    /** Returns the part of this name, in capitals or not. */
    static Optional<Part> of(String name) {
        return Arrays.stream(values())
                .filter(part -> part.names.contains(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
