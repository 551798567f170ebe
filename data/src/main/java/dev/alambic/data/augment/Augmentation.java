package dev.alambic.data.augment;

import dev.alambic.onnx.message.Rule;

/**
 * Random changes to training inputs that keep the label. All but {@code noise} are for images; everything 0 changes
 * nothing.
 *
 * @param rotation at most this many degrees either way
 * @param shear at most this many degrees either way
 * @param scale at most this part larger or smaller, each axis by itself
 * @param shift at most this many pixels either way, each axis by itself
 * @param elastic spread in pixels of a smooth random displacement
 * @param erase side in pixels of a square that is blacked out in half of the images
 * @param noise standard deviation of normal noise, in standard deviations of the feature
 */
public record Augmentation(
        double rotation, double shear, double scale, double shift, double elastic, int erase, double noise) {

    public Augmentation {
        Rule.require(rotation >= 0 && rotation <= 180, "rotation", "0 to 180", rotation);
        Rule.require(shear >= 0 && shear < 90, "shear", "0 to below 90", shear);
        Rule.require(scale >= 0 && scale < 1, "scale", "0 to below 1", scale);
        Rule.atLeastZero("shift", shift);
        Rule.atLeastZero("elastic", elastic);
        Rule.require(erase >= 0, "erase", "at least 0", erase);
        Rule.atLeastZero("noise", noise);
    }

    public static Augmentation defaults() {
        return new Augmentation(0, 0, 0, 0, 0, 0, 0);
    }

    public boolean isNone() {
        return equals(defaults());
    }

    /** Returns whether something here needs an image. */
    public boolean needsImage() {
        return rotation > 0 || shear > 0 || scale > 0 || shift > 0 || elastic > 0 || erase > 0;
    }
}
