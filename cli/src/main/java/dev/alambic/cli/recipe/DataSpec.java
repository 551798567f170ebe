package dev.alambic.cli.recipe;

import org.jspecify.annotations.Nullable;

/**
 * The samples and how they are split. Splits are stratified and decided by the recipe's seed.
 *
 * @param source a shipped data set, a CSV file, or a folder of IDX files
 * @param label the column of a table that holds the class; left out: the last column
 * @param validation part of the samples kept for validation, 0 to below 1
 * @param test part of the samples kept for the final test, 0 to below 1; not used where the source has its own test
 *     part
 */
public record DataSpec(String source, @Nullable String label, double validation, double test) {

    public DataSpec {
        if (!(validation >= 0 && test >= 0 && validation + test < 1)) {
            throw new IllegalArgumentException(
                    "validation: out of range (expected at least 0, and with test below 1, was " + validation + " and "
                            + test + ")");
        }
    }

    public static DataSpec defaults() {
        return new DataSpec("breast-cancer", null, 0.1, 0.2);
    }

    public DataSpec withSource(String newSource) {
        return new DataSpec(newSource, label, validation, test);
    }
}
