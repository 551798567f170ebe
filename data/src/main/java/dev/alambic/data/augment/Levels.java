package dev.alambic.data.augment;

import java.util.function.DoubleUnaryOperator;

/**
 * The levels of one picture, 0 to 255, [channels, height, width], and what can be done to them in place. Of three
 * channels the first is red, the second green, the third blue; of others colours are left as they are.
 */
final class Levels {
    private static final float WHITE = 255;

    private final float[] values;
    private final int channels;
    private final int height;
    private final int width;

    /** @param values changed in place */
    Levels(float[] values, int channels, int height, int width) {
        this.values = values;
        this.channels = channels;
        this.height = height;
        this.width = width;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    private int plane() {
        return width * height;
    }

    private static float clipped(float level) {
        return Math.max(0, Math.min(WHITE, level));
    }

    void map(DoubleUnaryOperator change) {
        for (int i = 0; i < values.length; i++) {
            values[i] = clipped((float) change.applyAsDouble(values[i]));
        }
    }

    void mirror() {
        for (int row = 0; row < values.length; row += width) {
            for (int x = 0; x < width / 2; x++) {
                swap(row + x, row + width - 1 - x);
            }
        }
    }

    void upsideDown() {
        for (int start = 0; start < values.length; start += plane()) {
            for (int i = 0; i < height / 2 * width; i++) {
                swap(start + i, start + (height - 1 - i / width) * width + i % width);
            }
        }
    }

    private void swap(int one, int other) {
        float value = values[one];
        values[one] = values[other];
        values[other] = value;
    }

    /** Stretches a part over the whole, by bilinear interpolation; outside is as the edge. */
    void stretch(double left, double top, double partWidth, double partHeight) {
        affine(
                (float) (partWidth / width),
                0,
                (float) (left + partWidth / width / 2 - 0.5),
                0,
                (float) (partHeight / height),
                (float) (top + partHeight / height / 2 - 0.5),
                true);
    }

    /** Each pixel (x, y) takes the value at (a x + b y + c, d x + e y + f), bilinear. */
    void affine(float a, float b, float c, float d, float e, float f, boolean edge) {
        float[] source = values.clone();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float fromX = a * x + b * y + c;
                float fromY = d * x + e * y + f;
                for (int channel = 0; channel < channels; channel++) {
                    int start = channel * plane();
                    values[start + y * width + x] = sample(source, start, fromX, fromY, edge);
                }
            }
        }
    }

    private float sample(float[] source, int start, float x, float y, boolean edge) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float above = mix(pixel(source, start, left, top, edge), pixel(source, start, left + 1, top, edge), x - left);
        float below =
                mix(pixel(source, start, left, top + 1, edge), pixel(source, start, left + 1, top + 1, edge), x - left);
        return mix(above, below, y - top);
    }

    private float pixel(float[] source, int start, int x, int y, boolean edge) {
        boolean inside = x >= 0 && y >= 0 && x < width && y < height;
        if (!inside && !edge) {
            return 0;
        }
        return source[start + Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x))];
    }

    private static float mix(float from, float to, float part) {
        return from + (to - from) * part;
    }

    private float gray(int pixel) {
        return channels == 3
                ? 0.299f * values[pixel] + 0.587f * values[plane() + pixel] + 0.114f * values[2 * plane() + pixel]
                : values[pixel];
    }

    /** {@code f v}. */
    void brightness(float factor) {
        map(level -> factor * level);
    }

    /** {@code f v + (1 - f) m}, m being the mean luminance. */
    void contrast(float factor) {
        double sum = 0;
        for (int i = 0; i < plane(); i++) {
            sum += gray(i);
        }
        float mean = (float) (sum / plane());
        map(level -> factor * level + (1 - factor) * mean);
    }

    /** {@code f v + (1 - f) g}, g being the luminance of the pixel. */
    void saturation(float factor) {
        if (channels != 3) {
            return;
        }
        for (int i = 0; i < plane(); i++) {
            float gray = gray(i);
            for (int at = i; at < values.length; at += plane()) {
                values[at] = clipped(factor * values[at] + (1 - factor) * gray);
            }
        }
    }

    /** Turns the hue by a part of the circle; hue, saturation and value as A. R. Smith, SIGGRAPH 1978, has them. */
    void hue(float turn) {
        if (channels != 3) {
            return;
        }
        for (int i = 0; i < plane(); i++) {
            float red = values[i];
            float green = values[plane() + i];
            float blue = values[2 * plane() + i];
            float most = Math.max(red, Math.max(green, blue));
            float span = most - Math.min(red, Math.min(green, blue));
            if (span > 0) {
                float sixth = most == red
                        ? (green - blue) / span
                        : most == green ? 2 + (blue - red) / span : 4 + (red - green) / span;
                for (int c = 0; c < 3; c++) {
                    values[c * plane() + i] = hued(sixth + 6 * turn, most, span, c);
                }
            }
        }
    }

    /** Returns a colour of a hue in sixths of the circle: {@code V - span * clip(min(k, 4 - k), 0, 1)}. */
    private static float hued(float sixth, float most, float span, int colour) {
        float k = ((5 - 2 * colour + sixth) % 6 + 6) % 6;
        return most - span * Math.max(0, Math.min(1, Math.min(k, 4 - k)));
    }

    /** Blends with a smoothed picture: {@code f v + (1 - f) s}, s by the kernel 1 1 1 / 1 5 1 / 1 1 1 over 13. */
    void sharpness(float factor) {
        float[] source = values.clone();
        for (int start = 0; start < values.length; start += plane()) {
            for (int y = 1; y < height - 1; y++) {
                for (int x = 1; x < width - 1; x++) {
                    int at = start + y * width + x;
                    float sum = 4 * source[at];
                    for (int dy = -1; dy <= 1; dy++) {
                        for (int dx = -1; dx <= 1; dx++) {
                            sum += source[at + dy * width + dx];
                        }
                    }
                    values[at] = clipped(factor * source[at] + (1 - factor) * sum / 13);
                }
            }
        }
    }

    /** Spreads each channel over the whole range. */
    void autoContrast() {
        for (int start = 0; start < values.length; start += plane()) {
            float low = WHITE;
            float high = 0;
            for (int i = start; i < start + plane(); i++) {
                low = Math.min(low, values[i]);
                high = Math.max(high, values[i]);
            }
            for (int i = start; i < start + plane() && high > low; i++) {
                values[i] = (values[i] - low) * WHITE / (high - low);
            }
        }
    }

    /** Gives each channel an even histogram: a level becomes the share of pixels below it, of those of other levels. */
    void equalize() {
        for (int start = 0; start < values.length; start += plane()) {
            int[] counts = new int[256];
            for (int i = start; i < start + plane(); i++) {
                counts[Math.round(clipped(values[i]))]++;
            }
            int[] below = new int[256];
            int last = 0;
            for (int level = 0; level < 256; level++) {
                below[level] = level == 0 ? 0 : below[level - 1] + counts[level - 1];
                last = counts[level] > 0 ? level : last;
            }
            int others = plane() - counts[last];
            for (int i = start; i < start + plane() && others > 0; i++) {
                values[i] = Math.min(WHITE, below[Math.round(clipped(values[i]))] * WHITE / others);
            }
        }
    }
}
