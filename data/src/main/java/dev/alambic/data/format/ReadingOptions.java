package dev.alambic.data.format;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.picture.ImageOptions;

/**
 * How samples without labels are read.
 *
 * @param images pictures, where the model does not say it
 * @param rows tables, and which of their columns holds texts
 */
public record ReadingOptions(ImageOptions images, DataOptions rows) {

    /** Returns these options for pictures; tables are read as they look. */
    public static ReadingOptions of(ImageOptions images) {
        return new ReadingOptions(images, DataOptions.defaults());
    }
}
