package dev.alambic.data.augment;

import dev.alambic.onnx.message.Rule;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * Random changes to training inputs that keep the label, but for {@code mixup} and {@code cutmix}, which mix the labels
 * as they mix the samples. All but {@code noise} and {@code mixup} are for images; everything 0 changes nothing. Of
 * sounds {@code shift} is in milliseconds, {@code brightness} is loudness, and {@code noise} is at most that part of
 * their own.
 *
 * @param rotation at most this many degrees either way
 * @param shear at most this many degrees either way
 * @param scale at most this part larger or smaller, each axis by itself
 * @param shift at most this many pixels either way, each axis by itself
 * @param elastic spread in pixels of a smooth random displacement
 * @param erase side in pixels of a square that is blacked out in half of the images
 * @param noise standard deviation of normal noise, in standard deviations of the feature
 * @param crop least share of the area of a random part that is stretched over the image; 0 = the whole
 * @param flip share of the images that are mirrored left to right
 * @param flipVertical share of the images that are mirrored top to bottom
 * @param brightness at most this part brighter or darker
 * @param contrast at most this part more or less contrast
 * @param saturation at most this part more or less colour
 * @param hue at most this part of the colour circle either way, to 0.5
 * @param randomErase share of the images of which a random rectangle, of 2 to 33 % of the area, becomes black
 * @param randAugment number of operations of RandAugment one after the other
 * @param magnitude strength of these operations, 0 to 10
 * @param mixup parameter of the distribution of shares by which two samples are mixed; 0 = none, usual is 0.2
 * @param cutmix the same for a rectangle of another image that is put into one; 0 = none, usual is 1
 */
@RecordBuilder
public record Augmentation(
        double rotation,
        double shear,
        double scale,
        double shift,
        double elastic,
        int erase,
        double noise,
        double crop,
        double flip,
        double flipVertical,
        double brightness,
        double contrast,
        double saturation,
        double hue,
        double randomErase,
        int randAugment,
        double magnitude,
        double mixup,
        double cutmix)
        implements AugmentationBuilder.With {

    private static final double USUAL_MAGNITUDE = 5;
    private static final int MOST_OPERATIONS = 14;

    public Augmentation {
        Rule.require(rotation >= 0 && rotation <= 180, "rotation", "0 to 180", rotation);
        Rule.require(shear >= 0 && shear < 90, "shear", "0 to below 90", shear);
        Rule.require(scale >= 0 && scale < 1, "scale", "0 to below 1", scale);
        Rule.atLeastZero("shift", shift);
        Rule.atLeastZero("elastic", elastic);
        Rule.require(erase >= 0, "erase", "at least 0", erase);
        Rule.atLeastZero("noise", noise);
        requireShare("crop", crop);
        requireShare("flip", flip);
        requireShare("flipVertical", flipVertical);
        requireShare("brightness", brightness);
        requireShare("contrast", contrast);
        requireShare("saturation", saturation);
        Rule.require(hue >= 0 && hue <= 0.5, "hue", "0 to 0.5", hue);
        requireShare("randomErase", randomErase);
        Rule.require(randAugment >= 0 && randAugment <= MOST_OPERATIONS, "randAugment", "0 to 14", randAugment);
        Rule.require(magnitude >= 0 && magnitude <= 10, "magnitude", "0 to 10", magnitude);
        Rule.atLeastZero("mixup", mixup);
        Rule.atLeastZero("cutmix", cutmix);
    }

    private static void requireShare(String name, double value) {
        Rule.require(value >= 0 && value <= 1, name, "0 to 1", value);
    }

    /** Only the changes that move pixels, and noise. */
    public Augmentation(
            double rotation, double shear, double scale, double shift, double elastic, int erase, double noise) {
        this(rotation, shear, scale, shift, elastic, erase, noise, 0, 0, 0, 0, 0, 0, 0, 0, 0, USUAL_MAGNITUDE, 0, 0);
    }

    public static Augmentation defaults() {
        return new Augmentation(0, 0, 0, 0, 0, 0, 0);
    }

    public boolean isNone() {
        return withMagnitude(USUAL_MAGNITUDE).equals(defaults());
    }

    /** Returns whether pixels are moved by a map of the plane. */
    boolean warps() {
        return rotation > 0 || shear > 0 || scale > 0 || shift > 0 || elastic > 0;
    }

    /** Returns whether one of the changes of a whole picture is asked for. */
    boolean changesPicture() {
        return crop > 0
                || flip > 0
                || flipVertical > 0
                || brightness > 0
                || contrast > 0
                || saturation > 0
                || hue > 0
                || randomErase > 0
                || randAugment > 0;
    }

    /** Returns whether samples are mixed with each other, and their labels with them. */
    public boolean mixes() {
        return mixup > 0 || cutmix > 0;
    }

    /** Returns whether something here needs an image. */
    public boolean needsImage() {
        return warps() || erase > 0 || changesPicture() || cutmix > 0;
    }
}
