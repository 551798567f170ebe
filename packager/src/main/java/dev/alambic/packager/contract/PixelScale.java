package dev.alambic.packager.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How pixels become the input of a model that does not say it itself: {@code (level / 255 - mean) / std}.
 *
 * @param width pixels; null for what the model takes
 * @param height pixels; null for what the model takes
 * @param mean one number, or one a channel
 * @param std one number, or one a channel; none is 0
 */
public record PixelScale(@Nullable Integer width, @Nullable Integer height, List<Double> mean, List<Double> std) {

    public PixelScale {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (std.contains(0.0)) {
            throw new IllegalArgumentException("std: nothing can be divided by 0 (was " + std + ")");
        }
    }
}
