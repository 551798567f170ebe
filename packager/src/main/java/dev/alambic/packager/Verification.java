package dev.alambic.packager;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in a package that is whole and unchanged.
 *
 * @param files how many it has
 * @param signer fingerprint of the key that signed; null for none
 * @param answers how the golden vectors came out
 */
public record Verification(
        String name,
        String version,
        int files,
        long modelBytes,
        @Nullable String signer,
        @JsonUnwrapped Answers answers) {

    /**
     * The golden vectors on this machine.
     *
     * @param cases that were run, on each form of the model
     * @param runtime what answered
     * @param misses answers that differ from the expected ones, one line each
     */
    public record Answers(int cases, String runtime, List<String> misses) {
        public Answers {
            misses = List.copyOf(misses);
        }
    }

    /** Returns whether every golden vector came out as expected. */
    public boolean isMatched() {
        return answers.misses.isEmpty();
    }
}
