/**
 * Labelled data, from file to batch: {@link dev.alambic.trainer.data.DataSource} opens a shipped data set, a CSV file
 * or IDX files as {@code LoadedData = Dataset all, Dataset? test}; {@link dev.alambic.trainer.data.Splits} cuts it into
 * {@code train, validation, test}; {@link dev.alambic.trainer.data.Standardization} is taken from the train part alone;
 * {@link dev.alambic.trainer.data.BatchOrder} and {@link dev.alambic.trainer.data.Augmenter} say what an epoch feeds.
 * Samples stay in raw units throughout. A broken file is refused by
 * {@link dev.alambic.trainer.data.InvalidDataException} with file, line and column.
 */
@NullMarked
package dev.alambic.trainer.data;

import org.jspecify.annotations.NullMarked;
