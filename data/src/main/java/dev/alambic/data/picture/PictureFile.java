package dev.alambic.data.picture;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import java.nio.file.Path;

/** Reads one file of a picture; see {@link PictureBytes} for how it is decoded. */
record PictureFile(Path path) {
    static final String FORMATS = "PNG, JPEG, WebP, GIF, BMP or TIFF";

    private static final long MAX_FILE_BYTES = 1 << 28;
    private static final long MAX_PIXELS = 1 << 28; // above the 200 million of the largest cameras
    private static final int HEAD = 1 << 18;

    /**
     * What the header of a file says.
     *
     * @param format for example {@code png}
     * @param width as it is to be seen
     * @param height as it is to be seen
     */
    record Header(String format, int width, int height) {}

    /** Returns the picture in the wanted size. */
    Levels read(ImageSize wanted, Fit fit, double share) {
        return new PictureBytes(path.toString(), bytes(), MAX_PIXELS).read(wanted, fit, share);
    }

    byte[] bytes() {
        DataFile file = DataFile.of(path);
        if (file.maxBytes() > MAX_FILE_BYTES) {
            throw new InvalidDataException(
                    path.toString(), "too large for a picture", MAX_FILE_BYTES + " bytes", file.maxBytes());
        }
        return file.read(in -> in.readAllBytes());
    }

    /** Reads the header alone. */
    Header header() {
        byte[] head = DataFile.of(path).read(in -> in.readNBytes(HEAD));
        return new PictureBytes(path.toString(), head, MAX_PIXELS).header();
    }
}
