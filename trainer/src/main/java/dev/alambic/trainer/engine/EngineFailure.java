package dev.alambic.trainer.engine;

import ai.djl.engine.EngineException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the engine's own words mean to whoever wrote the recipe. */
final class EngineFailure {

    private static final Pattern MEMORY = Pattern.compile("can't allocate memory: you tried to allocate (\\d+) bytes");

    private EngineFailure() {}

    /** Returns the caller's mistake if it is one, else {@code failure} itself. */
    static RuntimeException explained(EngineException failure) {
        String said = String.valueOf(failure.getMessage());
        Matcher memory = MEMORY.matcher(said);
        if (memory.find()) {
            return new IllegalArgumentException(
                    "network: it does not fit into memory (expected smaller layers or batches, was " + memory.group(1)
                            + " bytes for one tensor)",
                    failure);
        }
        if (said.contains("Expected more than 1 value per channel when training")) {
            return new IllegalArgumentException(
                    "batchSize: batch normalization learns from the statistics of a batch (expected more than one value"
                            + " of each channel, such as a batchSize of at least 2, was one)",
                    failure);
        }
        return failure;
    }
}
