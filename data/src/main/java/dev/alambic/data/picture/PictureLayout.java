package dev.alambic.data.picture;

/** How the values of a picture lie in the input of a model, behind its batch axis. */
enum PictureLayout {
    /** [channels, height, width] */
    PLANES,
    /** [height, width, channels] */
    PIXELS,
    /** [height, width], gray */
    GRAY,
    /** [channels * height * width] */
    FLAT;

    long[] sampleShape(ImageSize size) {
        return switch (this) {
            case PLANES -> new long[] {size.channels(), size.height(), size.width()};
            case PIXELS -> new long[] {size.height(), size.width(), size.channels()};
            case GRAY -> new long[] {size.height(), size.width()};
            case FLAT -> new long[] {(long) size.channels() * size.height() * size.width()};
        };
    }

    String said(ImageSize size) {
        return switch (this) {
            case PLANES -> "NCHW";
            case PIXELS -> "NHWC";
            case GRAY -> "NHW";
            case FLAT -> "rows of " + sampleShape(size)[0];
        };
    }
}
