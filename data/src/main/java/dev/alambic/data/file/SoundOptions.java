package dev.alambic.data.file;

import org.jspecify.annotations.Nullable;

/**
 * How the sounds of a data source are taken.
 *
 * @param rate samples a second; null for the model's, or what the sounds suggest
 * @param seconds length of a sound; null for the model's, or what the sounds suggest
 */
public record SoundOptions(@Nullable Integer rate, @Nullable Double seconds) {

    /** Returns those that leave it to the sounds. */
    public static SoundOptions seen() {
        return new SoundOptions(null, null);
    }
}
