package dev.alambic.data.picture;

import dev.alambic.data.file.InvalidDataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes one PNG, JPEG, WebP, GIF, BMP or TIFF picture (of several the first), as its {@link Orientation} says it is
 * to be seen. Its content tells the format, not its name. Its size is read from its header and checked before memory is
 * taken for it.
 */
final class PictureBytes {
    /** What readers call a format by another name than people do. */
    private static final Map<String, String> NAMES = Map.of("tif", "tiff", "jpg", "jpeg");
    /** What a decoder holds of a pixel at most: four bytes, and as many again where it converts colours. */
    private static final long BYTES_A_PIXEL = 8;

    private final String where;
    private final byte[] bytes;
    private final long maxPixels;

    /**
     * Keeps the bytes without a copy.
     *
     * @param where they come from, for messages
     * @param maxPixels that are decoded at most
     */
    PictureBytes(String where, byte[] bytes, long maxPixels) {
        this.where = where;
        this.bytes = bytes;
        this.maxPixels = maxPixels;
    }

    /** Returns the picture in the wanted size. */
    Levels read(ImageSize wanted, Fit fit, double share) {
        Orientation turn = Orientation.of(bytes);
        BufferedImage image = decoded(wanted, fit, turn);
        ImageSize stored = turn.swaps() ? wanted.turned() : wanted;
        return Levels.fitted(image, stored, fit, share).turned(turn);
    }

    /** Returns what the header says; of a file its beginning is enough. */
    PictureFile.Header header() {
        Orientation turn = Orientation.of(bytes);
        return opened((reader, in) -> header(reader, turn));
    }

    private static PictureFile.Header header(ImageReader reader, Orientation turn) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        String name = reader.getFormatName().toLowerCase(Locale.ROOT);
        return new PictureFile.Header(
                NAMES.getOrDefault(name, name), turn.swaps() ? height : width, turn.swaps() ? width : height);
    }

    private BufferedImage decoded(ImageSize wanted, Fit fit, Orientation turn) {
        return opened((reader, in) -> {
            requireSize(reader.getWidth(0), reader.getHeight(0), header(reader, turn), wanted, fit);
            List<String> warnings = new ArrayList<>();
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            FourInks inks = FourInks.of(bytes);
            BufferedImage image = inks == null ? reader.read(0) : inks.colours(reader.readRaster(0, null));
            warnings.stream().filter(PictureBytes::isLoss).findFirst().ifPresent(warning -> {
                throw new InvalidDataException(where + ": broken image: " + warning);
            });
            return image;
        });
    }

    /** The decoder of JPEG fills up with gray what is missing, and says so alone. */
    private static boolean isLoss(String warning) {
        String words = warning.toLowerCase(Locale.ROOT);
        return words.contains("premature") || words.contains("truncated") || words.contains("missing eoi");
    }

    @FunctionalInterface
    private interface Body<T> {
        T read(ImageReader reader, ImageInputStream in) throws IOException;
    }

    private <T> T opened(Body<T> body) {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new InvalidDataException(where + ": not an image (expected " + PictureFile.FORMATS + ")");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, false, true);
                return body.read(reader, in);
            } finally {
                reader.dispose();
            }
        } catch (InvalidDataException e) {
            throw e;
        } catch (IOException | RuntimeException e) { // the decoders throw either on broken files
            throw new InvalidDataException(where + ": broken image: " + e.getMessage(), e);
        }
    }

    private void requireSize(int storedWidth, int storedHeight, PictureFile.Header seen, ImageSize wanted, Fit fit) {
        if (fit == Fit.EXACT && (seen.width() != wanted.width() || seen.height() != wanted.height())) {
            throw new InvalidDataException(
                    where,
                    "wrong image size, which --fit stretch, crop or pad brings to the model's",
                    new ImageSize(wanted.width(), wanted.height(), 1),
                    new ImageSize(seen.width(), seen.height(), 1));
        }
        long pixels = (long) storedWidth * storedHeight;
        if (pixels > maxPixels) {
            throw new InvalidDataException(
                    where, "too large for a picture", "at most " + maxPixels + " pixels", pixels);
        }
        long memory = Runtime.getRuntime().maxMemory();
        if (pixels * BYTES_A_PIXEL > memory) {
            throw new InvalidDataException(
                    where,
                    "too large for the memory of this program, which -Xmx sets",
                    "at most " + memory / BYTES_A_PIXEL + " pixels",
                    pixels);
        }
    }
}
