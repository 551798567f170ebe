package dev.alambic.cli.command;

import dev.alambic.data.picture.ColourOrder;
import dev.alambic.data.picture.Fit;
import dev.alambic.data.picture.ImageOptions;
import dev.alambic.data.picture.PictureForm;
import dev.alambic.data.picture.PreprocessorConfig;
import dev.alambic.data.picture.Preset;
import dev.alambic.onnx.InputMeaning;
import dev.alambic.onnx.ModelInfo;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.run.UsageException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Flags that say how images become the input of a model that does not say it itself. */
final class ImageFlags {
    private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})");
    /** What a model that speaks of its pictures has said. */
    private static final List<String> SAID_BY_MODELS = List.of("preprocess", "mean", "std", "image-size", "colours");

    private static final List<String> FITS = Stream.of(Fit.STRETCH, Fit.CROP, Fit.PAD)
            .map(fit -> fit.name().toLowerCase(Locale.ROOT))
            .toList();

    private ImageFlags() {}

    static Flags addTo(Flags flags) {
        return flags.value(
                        "preprocess",
                        "NAME",
                        "values of pixels: " + String.join(", ", Preset.labels()) + " (default: "
                                + PreprocessorConfig.NAME + " beside the model, or unit)")
                .value("mean", "M,…", "what is subtracted from pixels of 0 to 1 (default: 0)")
                .value("std", "S,…", "what they are divided by then (default: 1)")
                .value("image-size", "WxH", "the size of images, if the model takes any")
                .value("fit", "HOW", "what becomes of images of another size: " + String.join(", ", FITS))
                .value("colours", "ORDER", "rgb (default) or bgr");
    }

    /**
     * Returns how pictures are read: as the flags say, then as a file beside the model does.
     *
     * @throws UsageException if the model itself says what the flags do
     */
    static ImageOptions read(Arguments arguments, Path file, OnnxModel model) {
        InputMeaning said = ModelInfo.of(model).input();
        if (said != null) {
            requireUnsaid(arguments, said);
        }
        List<ValueInfo> inputs = model.graph().requiredInputs();
        ImageOptions options = said == null && inputs.size() == 1 && PictureForm.takesPictures(inputs.get(0))
                ? beside(file, inputs.get(0))
                : ImageOptions.defaults();
        options = sized(arguments, values(arguments, options));
        Optional<Fit> fit = arguments.choice("fit", FITS).map(name -> Fit.valueOf(name.toUpperCase(Locale.ROOT)));
        if (fit.isPresent()) {
            options = options.withFit(fit.get()).withShare(1);
        }
        return options.withOrder(
                arguments.constant("colours", ColourOrder.class).orElse(options.order()));
    }

    /** Refuses the flags beside data that are no pictures. */
    static void requireNone(Arguments arguments, String source) {
        Stream.concat(SAID_BY_MODELS.stream(), Stream.of("fit"))
                .filter(arguments::has)
                .findFirst()
                .ifPresent(flag -> {
                    throw new UsageException(arguments.where(flag) + ": is for pictures, and " + source + " has none");
                });
    }

    private static void requireUnsaid(Arguments arguments, InputMeaning said) {
        if (!(said instanceof InputMeaning.Image image)) {
            requireNone(arguments, "a model of " + said.kind() + "s");
            return;
        }
        SAID_BY_MODELS.stream().filter(arguments::has).findFirst().ifPresent(flag -> {
            throw new UsageException(arguments.where(flag) + ": the model says itself how it takes pictures ("
                    + PictureForm.of(image, Fit.EXACT).described() + ")");
        });
    }

    private static ImageOptions beside(Path model, ValueInfo input) {
        ImageOptions there = PreprocessorConfig.beside(model)
                .flatMap(PreprocessorConfig::read)
                .orElse(ImageOptions.defaults());
        return PictureForm.isSized(input) ? there.withWidth(null).withHeight(null) : there;
    }

    private static ImageOptions sized(Arguments arguments, ImageOptions options) {
        @Nullable String text = arguments.text("image-size").orElse(null);
        if (text == null) {
            return options;
        }
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new UsageException(arguments.where("image-size") + ": expected WIDTHxHEIGHT, was '" + text + "'");
        }
        return options.withSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
    }

    private static ImageOptions values(Arguments arguments, ImageOptions options) {
        Optional<String> preset = arguments.choice("preprocess", Preset.labels());
        boolean byNumbers = arguments.has("mean") || arguments.has("std");
        if (preset.isPresent() && byNumbers) {
            throw new UsageException(arguments.where("preprocess")
                    + ": says what --mean and --std say (expected one of them, was both)");
        }
        if (preset.isPresent()) {
            return options.with(Preset.named(preset.get())).withBy("--preprocess " + preset.get());
        }
        if (!byNumbers) {
            return options;
        }
        List<Double> mean = arguments.has("mean") ? numbers(arguments, "mean") : List.of(0.0);
        List<Double> std = arguments.has("std") ? numbers(arguments, "std") : List.of(1.0);
        if (std.stream().anyMatch(each -> each <= 0)) {
            throw new UsageException(arguments.where("std") + ": expected numbers above 0, was '"
                    + arguments.text("std").orElse("") + "'");
        }
        return options.withMean(mean)
                .withStd(std)
                .withBy(arguments.has("mean") ? arguments.has("std") ? "--mean, --std" : "--mean" : "--std");
    }

    private static List<Double> numbers(Arguments arguments, String flag) {
        String text = arguments.text(flag).orElseThrow();
        if (!text.matches("-?\\d+(\\.\\d+)?(,-?\\d+(\\.\\d+)?)*")) {
            throw new UsageException(
                    arguments.where(flag) + ": expected numbers separated by commas, was '" + text + "'");
        }
        return Arrays.stream(text.split(",")).map(Double::valueOf).toList();
    }
}
