package dev.alambic.data.picture;

import dev.alambic.onnx.InputMeaning;
import java.awt.Dimension;
import java.awt.Rectangle;

/** How a picture of another size than the model's is brought to it. */
public enum Fit {
    /** Not at all: it is refused. */
    EXACT("another size is refused"),
    /** All of it, whatever its proportions. */
    STRETCH("another size is stretched"),
    /** The largest part in its middle that has the model's proportions. */
    CROP("of another size the middle is taken"),
    /** All of it in its proportions, in the middle of black: as it is where it is smaller, else made smaller. */
    PAD("another size is made smaller if need be and put on black");

    private final String said;

    Fit(String said) {
        this.said = said;
    }

    /** Returns how a model that says it wants pictures of another size brought to its own. */
    public static Fit of(InputMeaning.Resize resize) {
        return switch (resize) {
            case STRETCH -> STRETCH;
            case CROP -> CROP;
            case PAD -> PAD;
        };
    }

    String said() {
        return said;
    }

    /**
     * Returns the part of a picture that is used.
     *
     * @param share of each side of that part, above 0 to 1, of which the rest is left out around the middle
     */
    Rectangle part(int width, int height, Dimension wanted, double share) {
        int partWidth = width;
        int partHeight = height;
        if (this == CROP) {
            partWidth = within(width, (double) height * wanted.width / wanted.height);
            partHeight = within(height, (double) width * wanted.height / wanted.width);
        }
        partWidth = within(partWidth, share * partWidth);
        partHeight = within(partHeight, share * partHeight);
        return new Rectangle((width - partWidth) / 2, (height - partHeight) / 2, partWidth, partHeight);
    }

    /** Returns the size that the used part becomes; what is left of the model's stays black. */
    Dimension inner(int width, int height, Dimension wanted) {
        if (this != PAD) {
            return wanted;
        }
        double scale = Math.min(1, Math.min((double) wanted.width / width, (double) wanted.height / height));
        return new Dimension(within(wanted.width, scale * width), within(wanted.height, scale * height));
    }

    private static int within(int most, double wanted) {
        return (int) Math.max(1, Math.min(most, Math.round(wanted)));
    }
}
