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
 * @param std what they are divided by then
 * @param fit how a picture of another size is brought to the model's
 * @param order of the colours
 */
@RecordBuilder
public record ImageOptions(
        @Nullable Integer width,
        @Nullable Integer height,
        List<Double> mean,
        List<Double> std,
        Fit fit,
        ColourOrder order)
        implements ImageOptionsBuilder.With {

    public ImageOptions {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /** Returns the model's own size, all of the picture, and values 0 to 1 of red, green and blue. */
    public static ImageOptions defaults() {
        return new ImageOptions(null, null, List.of(0.0), List.of(1.0), Fit.STRETCH, ColourOrder.RGB);
    }

    public ImageOptions withSize(int newWidth, int newHeight) {
        return withWidth(newWidth).withHeight(newHeight);
    }
}
