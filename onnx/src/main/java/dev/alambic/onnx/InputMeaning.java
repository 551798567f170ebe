package dev.alambic.onnx;

import java.util.List;

/** What the caller of a model feeds into its input, in raw units; the model scales by itself. */
public sealed interface InputMeaning {

    /** Returns the extents of one sample, without the batch axis. */
    long[] sampleShape();

    /** Columns of a table: [batch, features], float32. */
    record Table(List<String> features) implements InputMeaning {
        public Table {
            features = List.copyOf(features);
        }

        @Override
        public long[] sampleShape() {
            return new long[] {features.size()};
        }
    }

    /**
     * Pixels of an image: [batch, channels, height, width], float32.
     *
     * @param min raw value of black
     * @param max raw value of white, greater than {@code min}
     */
    record Image(int channels, int height, int width, float min, float max) implements InputMeaning {
        public Image {
            if (channels < 1 || height < 1 || width < 1) {
                throw new IllegalArgumentException(
                        "an image has at least one channel and pixel, was " + channels + "x" + height + "x" + width);
            }
            if (!(max > min)) {
                throw new IllegalArgumentException("white must be above black, was " + min + " to " + max);
            }
        }

        @Override
        public long[] sampleShape() {
            return new long[] {channels, height, width};
        }
    }
}
