/**
 * Labelled data, from file to batch: {@link dev.alambic.data.DataSource} opens a shipped data set, a CSV file or IDX
 * files as {@code LoadedData = Dataset all, Dataset? test}; {@link dev.alambic.data.set.Splits} cuts it into
 * {@code train, validation, test}; {@link dev.alambic.data.set.Standardization} is taken from the train part alone;
 * {@link dev.alambic.data.set.BatchOrder} and {@link dev.alambic.data.augment.Augmenter} say what an epoch feeds.
 * Samples stay in raw units throughout. A broken file is refused by {@link dev.alambic.data.file.InvalidDataException}
 * with file, line and column.
 */
@NullMarked
package dev.alambic.data;

import org.jspecify.annotations.NullMarked;
