package dev.alambic.data.picture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alambic.data.file.DataFile;
import dev.alambic.data.file.InvalidDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code preprocessor_config.json} says of pictures: the file that the Hugging Face libraries put beside a
 * model, or above a folder {@code onnx} with it.
 *
 * <p>Each value is {@code (level * rescale_factor - image_mean) / image_std}, the first factor and the rest where
 * {@code do_rescale} and {@code do_normalize} do not forbid it. {@code size} is what a picture is brought to:
 * {@code height} and {@code width}, stretched, or the {@code shortest_edge}; {@code crop_size} what is then taken of
 * its middle. Source: transformers, {@code image_processing_utils} and {@code convert_image_size_dict}.
 */
public record PreprocessorConfig(Path file) {
    public static final String NAME = "preprocessor_config.json";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double RESCALE = 1 / 255.0;
    /** ConvNeXT crops smaller pictures by this share (its field crop_pct), and larger ones not at all. */
    private static final int NOT_CROPPED = 384;

    /** Returns the file that belongs to a model, if there is one. */
    public static Optional<PreprocessorConfig> beside(Path model) {
        Path folder = model.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            return Optional.empty();
        }
        Path above = String.valueOf(folder.getFileName()).equals("onnx") ? folder.getParent() : null;
        return Stream.of(folder, above == null ? folder : above)
                .map(each -> each.resolve(NAME))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(PreprocessorConfig::new);
    }

    /**
     * Returns what it says; empty if it does not speak of pictures.
     *
     * @throws InvalidDataException if it is broken
     */
    public Optional<ImageOptions> read() {
        JsonNode all = DataFile.of(file).read(in -> {
            try {
                return MAPPER.readTree(in);
            } catch (JsonProcessingException e) {
                throw new InvalidDataException(file + ": broken JSON: " + e.getOriginalMessage(), e);
            }
        });
        if (all == null || !all.isObject()) {
            throw new InvalidDataException(file.toString(), "how pictures are read", "a JSON object", "something else");
        }
        boolean speaks = Stream.of("image_mean", "image_std", "do_rescale", "rescale_factor", "crop_size", "do_resize")
                .anyMatch(all::has);
        return speaks ? Optional.of(fitted(all, values(all))) : Optional.empty();
    }

    private ImageOptions values(JsonNode all) {
        double factor = does(all, "do_rescale") ? number(all, "rescale_factor", RESCALE) : 1;
        double spread = 255 * factor;
        boolean normalized = does(all, "do_normalize") && all.hasNonNull("image_mean");
        List<Double> mean = normalized ? numbers(all, "image_mean") : List.of(0.0);
        List<Double> std = normalized && all.hasNonNull("image_std") ? numbers(all, "image_std") : List.of(1.0);
        require(factor > 0, "rescale_factor", "above 0", factor);
        std.forEach(each -> require(each > 0, "image_std", "numbers above 0", each));
        return ImageOptions.defaults()
                .withMean(mean.stream().map(each -> each / spread).toList())
                .withStd(std.stream().map(each -> each / spread).toList())
                .withBy(NAME);
    }

    private ImageOptions fitted(JsonNode all, ImageOptions values) {
        int[] size = does(all, "do_resize") ? sides(all.get("size"), "size") : null;
        int[] crop = does(all, "do_center_crop") ? sides(all.get("crop_size"), "crop_size") : null;
        boolean byShortest = size != null
                && (size[0] == 0 || (crop != null && all.path("size").isNumber()));
        if (crop != null && crop[0] > 0) {
            ImageOptions cropped = values.withSize(crop[0], crop[1]).withFit(Fit.CROP);
            if (size == null) {
                return cropped;
            }
            int from = byShortest ? size[1] : Math.min(size[0], size[1]);
            double share = Math.min(1, Math.min(crop[0], crop[1]) / (double) from);
            return cropped.withShare(share).withFit(byShortest ? Fit.CROP : Fit.STRETCH);
        }
        if (size == null) {
            return values;
        }
        if (size[0] > 0) {
            return values.withSize(size[0], size[1]).withFit(Fit.STRETCH);
        }
        double share = size[1] < NOT_CROPPED ? number(all, "crop_pct", 1) : 1;
        require(share > 0 && share <= 1, "crop_pct", "above 0 to 1", share);
        return values.withSize(size[1], size[1]).withFit(Fit.CROP).withShare(share);
    }

    /** Returns width and height, or 0 and the shorter edge; null if nothing of the kind is said. */
    private int @Nullable [] sides(@Nullable JsonNode size, String key) {
        if (size == null || size.isNull()) {
            return null;
        }
        if (size.isNumber()) {
            int side = side(size, key);
            return new int[] {side, side};
        }
        if (size.has("height") && size.has("width")) {
            return new int[] {side(size.get("width"), key), side(size.get("height"), key)};
        }
        return size.has("shortest_edge") ? new int[] {0, side(size.get("shortest_edge"), key)} : null;
    }

    private int side(JsonNode value, String key) {
        require(value.isIntegralNumber() && value.asLong() > 0 && value.asLong() < 1 << 16, key, "pixels", value);
        return value.intValue();
    }

    private static boolean does(JsonNode all, String key) {
        return all.path(key).asBoolean(true);
    }

    private double number(JsonNode all, String key, double otherwise) {
        JsonNode value = all.get(key);
        if (value == null || value.isNull()) {
            return otherwise;
        }
        require(value.isNumber(), key, "a number", value);
        return value.doubleValue();
    }

    private List<Double> numbers(JsonNode all, String key) {
        JsonNode value = all.get(key);
        List<Double> numbers = new ArrayList<>();
        for (JsonNode each : value.isArray() ? value : MAPPER.createArrayNode().add(value)) {
            require(each.isNumber(), key, "numbers", value);
            numbers.add(each.doubleValue());
        }
        require(!numbers.isEmpty(), key, "numbers", value);
        return numbers;
    }

    private void require(boolean holds, String key, String expected, Object actual) {
        if (!holds) {
            throw new InvalidDataException(file + ": " + key, "how pictures are read", expected, actual);
        }
    }
}
