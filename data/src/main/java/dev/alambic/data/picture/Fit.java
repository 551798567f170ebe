package dev.alambic.data.picture;

import java.awt.Rectangle;

/** How a picture of another size than the model's is brought to it. */
public enum Fit {
    /** Not at all: it is refused. */
    EXACT,
    /** All of it, whatever its proportions. */
    STRETCH,
    /** The largest part in its middle that has the model's proportions. */
    CROP;

    /** Returns the part of a picture that is used. */
    Rectangle part(int width, int height, int wantedWidth, int wantedHeight) {
        if (this != CROP) {
            return new Rectangle(width, height);
        }
        int partWidth = within(width, (double) height * wantedWidth / wantedHeight);
        int partHeight = within(height, (double) width * wantedHeight / wantedWidth);
        return new Rectangle((width - partWidth) / 2, (height - partHeight) / 2, partWidth, partHeight);
    }

    private static int within(int most, double wanted) {
        return (int) Math.max(1, Math.min(most, Math.round(wanted)));
    }
}
