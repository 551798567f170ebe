package dev.alambic.packager.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One step before or after the model, as data; {@link #said()} says it in a sentence. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "step")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Step.Decode.class, name = "decode"),
    @JsonSubTypes.Type(value = Step.Ground.class, name = "ground"),
    @JsonSubTypes.Type(value = Step.Resize.class, name = "resize"),
    @JsonSubTypes.Type(value = Step.Greyscale.class, name = "greyscale"),
    @JsonSubTypes.Type(value = Step.Scale.class, name = "scale"),
    @JsonSubTypes.Type(value = Step.Layout.class, name = "layout"),
    @JsonSubTypes.Type(value = Step.Columns.class, name = "columns"),
    @JsonSubTypes.Type(value = Step.Codes.class, name = "codes"),
    @JsonSubTypes.Type(value = Step.DateParts.class, name = "date-parts"),
    @JsonSubTypes.Type(value = Step.Gaps.class, name = "gaps"),
    @JsonSubTypes.Type(value = Step.Sound.class, name = "sound"),
    @JsonSubTypes.Type(value = Step.Pair.class, name = "pair"),
    @JsonSubTypes.Type(value = Step.Tokenize.class, name = "tokenize"),
    @JsonSubTypes.Type(value = Step.Pad.class, name = "pad"),
    @JsonSubTypes.Type(value = Step.Feed.class, name = "feed"),
    @JsonSubTypes.Type(value = Step.Softmax.class, name = "softmax"),
    @JsonSubTypes.Type(value = Step.Sigmoid.class, name = "sigmoid"),
    @JsonSubTypes.Type(value = Step.Above.class, name = "above"),
    @JsonSubTypes.Type(value = Step.Second.class, name = "second"),
    @JsonSubTypes.Type(value = Step.ArgMax.class, name = "argmax"),
    @JsonSubTypes.Type(value = Step.TopK.class, name = "top-k")
})
public sealed interface Step {

    /** Returns this step in one sentence. */
    String said();

    /** Returns the first step of a kind. */
    static <T extends Step> Optional<T> first(List<Step> steps, Class<T> kind) {
        return steps.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    /** An image file to pixels of 8 bits a channel. */
    record Decode(String colour, String background) implements Step {
        @Override
        public String said() {
            return "Decode the image to 8-bit " + colour + "; transparent pixels lie on " + background + ".";
        }
    }

    /** Which of figure and ground is light, as real samples show it; each {@code light} or {@code dark}. */
    record Ground(String figure, String ground) implements Step {
        @Override
        public String said() {
            String colours = figure.equals("light") ? "white on black" : "black on white";
            return "Give it pictures " + figure + " on " + ground + " (" + colours
                    + "), as all its real samples in golden/" + " are: invert those that are " + ground + " on "
                    + figure + " (level = 255 - level).";
        }
    }

    /**
     * Pixels to another size; whole levels.
     *
     * @param fit {@code stretch}, {@code crop} or {@code pad}
     */
    record Resize(int width, int height, String method, String fit) implements Step {
        private static final Map<String, String> FITS = Map.of(
                "stretch", "without keeping the proportions",
                "crop", "the largest part in its middle that has these proportions",
                "pad", "in its proportions, made smaller if need be, in the middle of black");

        /** A package of an older version says no fit. */
        public Resize(int width, int height, String method, @Nullable String fit) {
            this.width = width;
            this.height = height;
            this.method = method;
            this.fit = fit == null ? "stretch" : fit;
        }

        @Override
        public String said() {
            return "Resize to " + width + " x " + height + " pixels (width x height), "
                    + FITS.getOrDefault(fit, fit) + ": " + how() + " (method " + method
                    + "), rounded to whole levels. An image of this size stays as it is.";
        }

        private String how() {
            return method.equals("area-average")
                    ? "each pixel is the mean over the area that it covers"
                    : "antialiased bilinear interpolation, as Pillow's resize(size, BILINEAR) has it";
        }
    }

    /** Red, green and blue to one level. */
    record Greyscale(double red, double green, double blue) implements Step {
        @Override
        public String said() {
            return "Make it grey: level = " + red + " R + " + green + " G + " + blue
                    + " B, from 0 to 255, not rounded.";
        }
    }

    /** Levels of 0 to 255 to what the model takes, channel by channel. */
    record Scale(List<Double> factor, List<Double> offset) implements Step {
        public Scale {
            factor = List.copyOf(factor);
            offset = List.copyOf(offset);
        }

        @Override
        public String said() {
            return "Scale each channel: value = level * factor + offset, where factor = " + factor + " and offset = "
                    + offset + ".";
        }
    }

    /** Pixels in the order of the tensor. */
    record Layout(String order, String type) implements Step {
        @Override
        public String said() {
            return "Write the values as " + type + " in the order " + order + " (N = images, C = channels, H = rows, "
                    + "W = columns; the last changes fastest).";
        }
    }

    /** Numbers of a row, raw units, in the order of the features. */
    record Columns(List<String> features) implements Step {
        public Columns {
            features = List.copyOf(features);
        }

        @Override
        public String said() {
            return "Take the " + features.size() + " features in their raw units, in the order of the list; the model "
                    + "standardizes by itself.";
        }
    }

    /**
     * A text of a row to its place in a list.
     *
     * @param missing place of a text that is missing
     */
    record Codes(String feature, List<String> values, int missing) implements Step {
        public Codes {
            values = List.copyOf(values);
        }

        @Override
        public String said() {
            return "Feature '" + feature + "' is the place of its text in this list, from 0: "
                    + String.join(" | ", values) + "; any other text is " + values.size() + ", a missing one " + missing
                    + ".";
        }
    }

    /** A date of a row to numbers. */
    record DateParts(String column, String format, List<String> features) implements Step {
        public DateParts {
            features = List.copyOf(features);
        }

        @Override
        public String said() {
            return "Date '" + column + "' (" + format + ") becomes " + String.join(", ", features)
                    + ": weekday 1 is Monday, days count from 1970-01-01, hour has a fraction.";
        }
    }

    /** Numbers of a row that may be missing. */
    record Gaps(List<String> columns) implements Step {
        public Gaps {
            columns = List.copyOf(columns);
        }

        @Override
        public String said() {
            return "Write NaN where a value of these is missing, which the model fills by itself: "
                    + String.join(", ", columns) + ".";
        }
    }

    /** A sound of one channel. */
    record Sound(int rate, int samples, String side) implements Step {
        @Override
        public String said() {
            return "Take the mean of the channels, as numbers from -1 to 1, " + rate
                    + " a second; cut or fill up with 0" + " at the " + side + " to " + samples + " of them.";
        }
    }

    /**
     * Two texts that are cut together.
     *
     * @param separator the token behind which the second begins; null where that is not told by segments
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Pair(String first, String second, @Nullable Integer separator) implements Step {
        @Override
        public String said() {
            return "Take two texts, the " + first + " and the " + second
                    + ", and cut them together as a pair; where they are too long, the longer one loses its end first.";
        }
    }

    /** A text to the numbers of its tokens. */
    record Tokenize(String file, int mostTokens, String truncation) implements Step {
        @Override
        public String said() {
            return "Cut the text into tokens by " + file
                    + " (Hugging Face tokenizer), special tokens included, at most " + mostTokens
                    + " of them; longer texts lose their " + truncation + ".";
        }
    }

    /** Tokens to a fixed or common number. */
    record Pad(int padId, int length, String side) implements Step {
        @Override
        public String said() {
            return "Pad at the " + side + " with token " + padId + " to " + length + " tokens.";
        }
    }

    /** What an input is fed with. */
    record Feed(String input, String content) implements Step {
        @Override
        public String said() {
            return "Feed input '" + input + "' with " + content + ".";
        }
    }

    /** Logits to probabilities. */
    record Softmax(String output) implements Step {
        @Override
        public String said() {
            return "Softmax over the last axis of output '" + output + "' gives the probability of each class.";
        }
    }

    /** Logits to probabilities, each for itself. */
    record Sigmoid(String output) implements Step {
        @Override
        public String said() {
            return "1 / (1 + exp(-x)) of each value x of output '" + output + "' is the probability of its label.";
        }
    }

    /**
     * The labels that a sample carries.
     *
     * @param threshold 0 to 1
     */
    record Above(String output, double threshold) implements Step {
        @Override
        public String said() {
            return "The sample carries each label whose probability is above " + threshold
                    + ": any number of them, or none; labels name the values of output '" + output + "'.";
        }
    }

    /** One probability to those of two classes. */
    record Second(String output) implements Step {
        @Override
        public String said() {
            return "Output '" + output + "' is the probability of the second class, and 1 minus it that of the first:"
                    + " the class is the second above 0.5.";
        }
    }

    /** The best class. */
    record ArgMax(String output) implements Step {
        @Override
        public String said() {
            return "The class is the index of the greatest value of output '" + output
                    + "' (the first of equals); labels name it.";
        }
    }

    /** The best few classes. */
    record TopK(int k) implements Step {
        @Override
        public String said() {
            return "For a list, take the " + k + " greatest, in descending order.";
        }
    }
}
