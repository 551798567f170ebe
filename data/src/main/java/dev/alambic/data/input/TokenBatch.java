package dev.alambic.data.input;

import dev.alambic.onnx.InputMeaning;

/** The tokens of some texts, as wide as the longest of them or as the model takes. */
final class TokenBatch {

    private final float[] samples;
    private final InputMeaning.Text text;
    private final int[] lengths;
    private final int width;

    /**
     * Measures the texts; even an empty one has one token, so that something remains to take a mean of.
     *
     * @param samples [count, length of {@code text}]; may be longer
     */
    TokenBatch(float[] samples, int count, InputMeaning.Text text, boolean trims) {
        this.samples = samples;
        this.text = text;
        this.lengths = new int[count];
        int longest = 1;
        for (int i = 0; i < count; i++) {
            lengths[i] = length(i * text.length());
            longest = Math.max(longest, lengths[i]);
        }
        this.width = trims ? longest : text.length();
    }

    /** Returns the number of tokens up to the last that is no padding. */
    private int length(int from) {
        int length = text.length();
        while (length > 1 && samples[from + length - 1] == text.padId()) {
            length--;
        }
        return length;
    }

    /** Returns where the tokens of the second text begin, or end if there is none. */
    private int second(int row) {
        InputMeaning.Text.Pair pair = text.pair();
        int at = 0;
        while (pair != null && at < lengths[row] && samples[row * text.length() + at] != pair.separator()) {
            at++;
        }
        return pair == null ? lengths[row] : at + 1;
    }

    int width() {
        return width;
    }

    /**
     * Returns what an input takes, [rows, width]; rows behind the last text are texts of one token of padding.
     *
     * @param rows at least the number of texts
     */
    long[] values(TokenRole role, int rows) {
        long[] values = new long[rows * width];
        for (int row = 0; row < rows; row++) {
            int second = row < lengths.length ? second(row) : width;
            for (int i = 0; i < width; i++) {
                values[row * width + i] = switch (role) {
                    case TOKENS -> row < lengths.length ? (long) samples[row * text.length() + i] : text.padId();
                    case MASK -> i < (row < lengths.length ? lengths[row] : 1) ? 1 : 0;
                    case SEGMENTS -> i >= second && row < lengths.length && i < lengths[row] ? 1 : 0;
                    case POSITIONS -> i;
                };
            }
        }
        return values;
    }
}
