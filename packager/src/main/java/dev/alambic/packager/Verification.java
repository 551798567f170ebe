package dev.alambic.packager;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a package that is whole and unchanged.
 *
 * @param files how many it has
 * @param signer fingerprint of the key that signed; null for none
 * @param cases golden vectors that were run, on each form of the model
 * @param misses golden vectors that this machine answers differently, one line each
 */
public record Verification(
        String name,
        String version,
        int files,
        long modelBytes,
        @Nullable String signer,
        int cases,
        String runtime,
        List<String> misses) {

    public Verification {
        misses = List.copyOf(misses);
    }

    /** Returns whether every golden vector came out as expected. */
    public boolean isMatched() {
        return misses.isEmpty();
    }
}
