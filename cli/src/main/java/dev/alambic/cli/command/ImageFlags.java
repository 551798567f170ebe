package dev.alambic.cli.command;

import dev.alambic.data.picture.ImageOptions;
import dev.alambic.run.UsageException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Flags that say how images become the input of a model that does not say it itself. */
final class ImageFlags {
    private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})");

    private ImageFlags() {}

    static Flags addTo(Flags flags) {
        return flags.value("image-size", "WxH", "the size of images, if the model takes any")
                .value("mean", "M,…", "what is subtracted from pixels of 0 to 1 (default: 0)")
                .value("std", "S,…", "what they are divided by then (default: 1)");
    }

    static ImageOptions read(Arguments arguments) {
        ImageOptions options = ImageOptions.defaults();
        if (arguments.has("image-size")) {
            String text = arguments.text("image-size").orElseThrow();
            Matcher size = SIZE.matcher(text);
            if (!size.matches()) {
                throw new UsageException(arguments.where("image-size") + ": expected WIDTHxHEIGHT, was '" + text + "'");
            }
            options = options.withSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
        }
        if (arguments.has("mean")) {
            options = options.withMean(numbers(arguments, "mean"));
        }
        return arguments.has("std") ? options.withStd(numbers(arguments, "std")) : options;
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
