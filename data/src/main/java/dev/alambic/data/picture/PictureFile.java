package dev.alambic.data.picture;

import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes one PNG, JPEG, GIF (first frame) or BMP file, as its {@link Orientation} says it is to be seen. Its size is
 * read from its header and checked before memory is taken for it.
 */
record PictureFile(Path path, ImageSize wanted, Fit fit, double share) {
    private static final long MAX_FILE_BYTES = 1 << 28;
    private static final long MAX_PIXELS = 1 << 28; // above the 200 million of the largest cameras

    /** Returns the picture in the wanted size. */
    Levels read() {
        DataFile file = DataFile.of(path);
        if (file.maxBytes() > MAX_FILE_BYTES) {
            throw new InvalidDataException(
                    path.toString(), "too large for a picture", MAX_FILE_BYTES + " bytes", file.maxBytes());
        }
        byte[] bytes = file.read(in -> in.readAllBytes());
        Orientation turn = Orientation.of(bytes);
        BufferedImage image = decoded(bytes, turn);
        ImageSize stored = turn.swaps() ? wanted.turned() : wanted;
        return Levels.fitted(image, stored, fit, share).turned(turn);
    }

    private BufferedImage decoded(byte[] bytes, Orientation turn) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new InvalidDataException(path + ": not an image (expected PNG, JPEG, GIF or BMP)");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                requireSize(reader.getWidth(0), reader.getHeight(0), turn.swaps());
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        } catch (InvalidDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the decoders throw either on broken files
            throw new InvalidDataException(path + ": broken image: " + e.getMessage(), e);
        }
    }

    private void requireSize(int storedWidth, int storedHeight, boolean swapped) {
        int width = swapped ? storedHeight : storedWidth;
        int height = swapped ? storedWidth : storedHeight;
        if (fit == Fit.EXACT && (width != wanted.width() || height != wanted.height())) {
            throw new InvalidDataException(
                    path.toString(),
                    "wrong image size, which --fit stretch, crop or pad brings to the model's",
                    new ImageSize(wanted.width(), wanted.height(), 1),
                    new ImageSize(width, height, 1));
        }
        long pixels = (long) storedWidth * storedHeight;
        if (pixels > MAX_PIXELS) {
            throw new InvalidDataException(
                    path.toString(), "too large for a picture", "at most " + MAX_PIXELS + " pixels", pixels);
        }
    }
}
