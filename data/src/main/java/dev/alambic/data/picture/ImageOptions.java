package dev.alambic.data.picture;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pictures become the input of a model that does not say it itself.
 *
 * @param width pixels; null for what the model takes
 * @param height pixels; null for what the model takes
 * @param mean what is subtracted from the values 0 to 1, one number or one a channel
 * @param std what they are divided by then, above 0
 * @param fit how a picture of another size is brought to the model's; null for what is usual where it is read
 * @param share of the part that {@code fit} takes, what is used of each of its sides around the middle, above 0 to 1
 * @param order of the colours
 * @param by who says this, for example {@code --mean, --std}; empty if nobody does
 */
@RecordBuilder
public record ImageOptions(
        @Nullable Integer width,
        @Nullable Integer height,
        List<Double> mean,
        List<Double> std,
        @Nullable Fit fit,
        double share,
        ColourOrder order,
        String by)
        implements ImageOptionsBuilder.With {

    public ImageOptions {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (std.stream().anyMatch(each -> !(each > 0) || each.isInfinite())) {
            throw new IllegalArgumentException("std: pixels are divided by it (expected above 0, was " + std + ")");
        }
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share of a side (expected above 0 to 1, was " + share + ")");
        }
    }

    /** Returns the model's own size, all of the picture, and values 0 to 1 of red, green and blue. */
    public static ImageOptions defaults() {
        return new ImageOptions(null, null, List.of(0.0), List.of(1.0), null, 1, ColourOrder.RGB, "");
    }

    public ImageOptions withSize(int newWidth, int newHeight) {
        return withWidth(newWidth).withHeight(newHeight);
    }

    /** Returns this with the values of pixels that are usual under this name. */
    public ImageOptions with(Preset preset) {
        return withMean(preset.mean()).withStd(preset.std());
    }
}
