package dev.alambic.data.picture;

import dev.alambic.data.file.Fingerprint;
import dev.alambic.data.file.InvalidDataException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What one file of a picture is.
 *
 * @param format for example {@code png}; empty if it is broken
 * @param width as it is to be seen, pixels
 * @param height as it is to be seen, pixels
 * @param coloured whether a pixel is not gray
 * @param constant whether all pixels are the same
 * @param fingerprint of the bytes of the file, SHA-256
 * @param broken why it cannot be read, with its path; null if it can
 */
public record PictureLook(
        String format,
        int width,
        int height,
        boolean coloured,
        boolean constant,
        String fingerprint,
        @Nullable String broken) {

    /** Decodes a file. */
    public static PictureLook of(Path path) {
        PictureFile file = new PictureFile(path);
        String fingerprint = "";
        try {
            fingerprint = Fingerprint.of(file.bytes());
            PictureFile.Header header = file.header();
            Levels levels = file.read(new ImageSize(header.width(), header.height(), 3), Fit.STRETCH, 1);
            return new PictureLook(
                    header.format(),
                    header.width(),
                    header.height(),
                    !levels.isGray(),
                    levels.isConstant(),
                    fingerprint,
                    null);
        } catch (InvalidDataException e) {
            return new PictureLook("", 0, 0, false, false, fingerprint, e.getMessage());
        }
    }
}
