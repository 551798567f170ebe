package dev.alambic.packager;

import dev.alambic.packager.manifest.Manifest;
import java.util.List;

/**
 * What was packaged.
 *
 * @param bytes size of the zip
 * @param notes what is not in it that might be expected, and why
 */
public record Packaged(Manifest manifest, long bytes, List<String> notes) {
    public Packaged {
        notes = List.copyOf(notes);
    }
}
