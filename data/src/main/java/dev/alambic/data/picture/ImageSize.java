package dev.alambic.data.picture;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;

/** Extents of an image in pixels. */
public record ImageSize(int width, int height, int channels) {

    public static ImageSize of(InputMeaning.Image image) {
        return new ImageSize(image.width(), image.height(), image.channels());
    }

    /** Returns the size of the same picture on its side. */
    @SuppressWarnings("ArgumentSelectionDefectChecker") // that is what it does
    ImageSize turned() {
        return new ImageSize(height, width, channels);
    }

    public static void require(String where, ImageSize expected, ImageSize actual) {
        if (!expected.equals(actual)) {
            throw new InvalidDataException(where, "wrong image size", expected, actual);
        }
    }

    @Override
    public String toString() {
        return width + "x" + height + " pixels" + (channels == 1 ? "" : " in " + channels + " channels");
    }
}
