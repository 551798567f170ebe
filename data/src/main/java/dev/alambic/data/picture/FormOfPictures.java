package dev.alambic.data.picture;

import org.jspecify.annotations.Nullable;

/** Tells the form in which a model takes pictures. */
@FunctionalInterface
public interface FormOfPictures {
    /**
     * Returns the form for pictures.
     *
     * @param own the size that all of the pictures have; null if each has its own
     */
    PictureForm of(@Nullable ImageSize own);
}
