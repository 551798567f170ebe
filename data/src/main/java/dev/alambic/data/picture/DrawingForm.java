package dev.alambic.data.picture;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.InputMeaning;
import java.util.ArrayList;
import java.util.List;

/**
 * How pictures of single signs lie in their frame, so that a drawing can be brought to it: the sign is scaled until its
 * longer side has its share of the frame's shorter one, and moved until its middle lies in the frame's.
 *
 * <p>Source: LeCun, Bottou, Bengio, Haffner, Gradient-based learning applied to document recognition, Proc. IEEE 86
 * (1998), section 7: digits of MNIST fit into 20 of 28 pixels, their centre of mass in the middle.
 *
 * @param bright whether signs are brighter than what is around them
 * @param share of the longer side of a sign, above 0 to 1
 * @param byMass whether the middle of a sign is its centre of mass, else that of the box around it
 */
public record DrawingForm(boolean bright, double share, boolean byMass) {
    private static final float WHITE = 255;
    /** From which level on a pixel belongs to a sign. */
    private static final int SEEN = 32;
    /** Whether a frame is bright is asked of its margin alone. */
    private static final int HALF = 128;

    public DrawingForm {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of a sign is above 0 to 1, was " + share);
        }
    }

    /** Returns how the digits of MNIST lie. */
    public static DrawingForm usual() {
        return new DrawingForm(true, 20 / 28.0, true);
    }

    /**
     * Returns how these samples lie; {@link #usual} if there is nothing on any of them.
     *
     * @param samples values of gray pictures, [channels, height, width]
     */
    public static DrawingForm of(List<float[]> samples, InputMeaning.Image image) {
        if (image.channels() != 1) {
            throw new IllegalArgumentException("drawings are gray (expected 1 channel, was " + image.channels() + ")");
        }
        List<Box> boxes = new ArrayList<>();
        int bright = 0;
        for (float[] sample : samples) {
            byte[] levels = new byte[image.width() * image.height()];
            for (int i = 0; i < levels.length; i++) {
                float level = WHITE * (sample[i] - image.min()) / (image.max() - image.min());
                levels[i] = (byte) Math.round(Math.min(WHITE, Math.max(0, level)));
            }
            ImageSize size = ImageSize.of(image);
            Ink ink = new Ink(Levels.ofBytes(levels, size, WHITE), size.width(), size.height());
            bright += ink.isBright() ? 1 : 0;
            if (!ink.isEmpty()) {
                boxes.add(ink.box());
            }
        }
        int shorter = Math.min(image.width(), image.height());
        return boxes.isEmpty() ? usual() : of(boxes, shorter, 2 * bright >= samples.size());
    }

    private static DrawingForm of(List<Box> boxes, int shorter, boolean bright) {
        double[] longer = boxes.stream().mapToDouble(Box::longer).sorted().toArray();
        double mass = spread(boxes, Box::massX) + spread(boxes, Box::massY);
        double box = spread(boxes, Box::middleX) + spread(boxes, Box::middleY);
        return new DrawingForm(bright, Math.min(1, longer[longer.length / 2] / shorter), mass <= box);
    }

    @FunctionalInterface
    private interface Place {
        double of(Box box);
    }

    /** Returns the variance. */
    private static double spread(List<Box> boxes, Place place) {
        double mean = boxes.stream().mapToDouble(place::of).average().orElseThrow();
        return boxes.stream()
                .mapToDouble(box -> (place.of(box) - mean) * (place.of(box) - mean))
                .average()
                .orElseThrow();
    }

    /**
     * Returns a drawing in its place.
     *
     * @return levels of the frame, [height * width]
     * @throws InvalidDataException if there is nothing on it
     */
    byte[] placed(Ink drawing, ImageSize frame, String where) {
        if (drawing.isEmpty()) {
            throw new InvalidDataException(where + ": nothing is drawn");
        }
        Box box = drawing.box();
        double scale = share * Math.min(frame.width(), frame.height()) / box.longer();
        int width = Math.max(1, (int) Math.round(scale * box.width()));
        int height = Math.max(1, (int) Math.round(scale * box.height()));
        byte[] sign = Resampling.resized(drawing.cut(box), box.width(), box.height(), 1, width, height);
        double middleX = (byMass ? box.massX() : box.middleX()) - box.left();
        double middleY = (byMass ? box.massY() : box.middleY()) - box.top();
        int left = start((frame.width() - 1) / 2.0 - (middleX + 0.5) * width / box.width() + 0.5, width, frame.width());
        int top = start(
                (frame.height() - 1) / 2.0 - (middleY + 0.5) * height / box.height() + 0.5, height, frame.height());
        byte[] levels = new byte[frame.width() * frame.height()];
        for (int y = 0; y < height; y++) {
            System.arraycopy(sign, y * width, levels, (top + y) * frame.width() + left, width);
        }
        if (!bright) {
            for (int i = 0; i < levels.length; i++) {
                levels[i] = (byte) ~levels[i];
            }
        }
        return levels;
    }

    /** Returns where a sign begins that must lie within its frame. */
    private static int start(double wanted, int length, int frame) {
        return Math.max(0, Math.min(frame - length, (int) Math.round(wanted)));
    }

    /**
     * The part of a picture that is drawn on.
     *
     * @param massX centre of mass, in pixels from the middle of the first
     */
    record Box(int left, int top, int width, int height, double massX, double massY) {
        int longer() {
            return Math.max(width, height);
        }

        double middleX() {
            return left + (width - 1) / 2.0;
        }

        double middleY() {
            return top + (height - 1) / 2.0;
        }
    }

    /** How strongly each pixel differs from what is around the sign: that is dark if most of the margin is. */
    static final class Ink {
        private final int[] levels;
        private final int width;
        private final boolean bright;

        Ink(Levels picture, int width, int height) {
            this.levels = new int[width * height];
            this.width = width;
            long margin = 0;
            long count = 0;
            for (int i = 0; i < levels.length; i++) {
                levels[i] = Math.round(picture.gray(i));
                int x = i % width;
                int y = i / width;
                if (x == 0 || y == 0 || x == width - 1 || y == height - 1) {
                    margin += levels[i];
                    count++;
                }
            }
            this.bright = margin < HALF * count;
            if (!bright) {
                for (int i = 0; i < levels.length; i++) {
                    levels[i] = 255 - levels[i];
                }
            }
        }

        boolean isBright() {
            return bright;
        }

        boolean isEmpty() {
            for (int level : levels) {
                if (level >= SEEN) {
                    return false;
                }
            }
            return true;
        }

        Box box() {
            int left = Integer.MAX_VALUE;
            int right = -1;
            int top = Integer.MAX_VALUE;
            int bottom = -1;
            double mass = 0;
            double x = 0;
            double y = 0;
            for (int i = 0; i < levels.length; i++) {
                mass += levels[i];
                x += (double) levels[i] * (i % width);
                int row = i / width;
                y += (double) levels[i] * row;
                if (levels[i] >= SEEN) {
                    left = Math.min(left, i % width);
                    right = Math.max(right, i % width);
                    top = Math.min(top, i / width);
                    bottom = Math.max(bottom, i / width);
                }
            }
            return new Box(left, top, right - left + 1, bottom - top + 1, x / mass, y / mass);
        }

        /** Returns the levels of a part, [height * width]. */
        byte[] cut(Box box) {
            byte[] part = new byte[box.width() * box.height()];
            for (int i = 0; i < part.length; i++) {
                part[i] = (byte) levels[(box.top() + i / box.width()) * width + box.left() + i % box.width()];
            }
            return part;
        }
    }
}
