package dev.alambic.data.set;

import org.jspecify.annotations.Nullable;

/**
 * What a data source holds.
 *
 * @param all every sample, or every sample but the test part where the source has its own
 * @param test the source's own test part, with the classes of {@code all}; null if it has none
 */
public record LoadedData(Dataset all, @Nullable Dataset test) {

    public LoadedData {
        if (test != null) {
            all.requireLike(test);
        }
    }
}
