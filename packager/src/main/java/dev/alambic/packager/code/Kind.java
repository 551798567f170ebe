package dev.alambic.packager.code;

import dev.alambic.packager.contract.TextRole;
import dev.alambic.packager.manifest.Manifest;
import dev.alambic.packager.manifest.Step;
import dev.alambic.packager.manifest.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a sample is, as the steps before the model say it. */
sealed interface Kind {

    /** Returns the kind that {@code steps} are for; empty for tensors that nobody explains. */
    static Optional<Kind> of(List<Step> steps) {
        Optional<Step.Layout> layout = Step.first(steps, Step.Layout.class);
        if (layout.isPresent()) {
            return Optional.of(new Image(
                    Step.first(steps, Step.Resize.class).orElseThrow(),
                    Step.first(steps, Step.Greyscale.class).orElse(new Step.Greyscale(0, 0, 0)),
                    Step.first(steps, Step.Scale.class).orElseThrow(),
                    layout.get()));
        }
        Optional<Step.Tokenize> cut = Step.first(steps, Step.Tokenize.class);
        if (cut.isPresent()) {
            return Optional.of(new Text(
                    cut.get(),
                    Step.first(steps, Step.Pad.class).orElseThrow(),
                    Step.first(steps, Step.Pair.class).map(Step.Pair::separator).orElse(null)));
        }
        Optional<Step.Sound> sound = Step.first(steps, Step.Sound.class);
        if (sound.isPresent()) {
            return Optional.of(new Sound(sound.get()));
        }
        return Step.first(steps, Step.Columns.class)
                .map(columns -> new Table(
                        columns,
                        steps.stream()
                                .filter(Step.Codes.class::isInstance)
                                .map(Step.Codes.class::cast)
                                .toList()));
    }

    /** Returns the name of the template. */
    String part();

    /** Returns what the template leaves open. */
    Map<String, String> values(Language language, Manifest manifest);

    /** Returns the constants of the class. */
    String constants(Language language);

    /** A picture. */
    record Image(Step.Resize size, Step.Greyscale grey, Step.Scale scale, Step.Layout layout) implements Kind {
        private static final int WEIGHT_BITS = 22;

        @Override
        public String part() {
            return "image";
        }

        @Override
        public Map<String, String> values(Language language, Manifest manifest) {
            boolean kotlin = language == Language.KOTLIN;
            boolean last = layout.order().equals("NHWC");
            String channels = kotlin ? "CHANNELS" : "Self.channels";
            String height = kotlin ? "HEIGHT" : "Self.height";
            String width = kotlin ? "WIDTH" : "Self.width";
            int count = scale.factor().size();
            List<Integer> extents = last
                    ? List.of(1, size.height(), size.width(), count)
                    : List.of(1, count, size.height(), size.width());
            return Map.of(
                    "index",
                    last
                            ? "(y * " + width + " + x) * " + channels + " + c"
                            : "(c * " + height + " + y) * " + width + " + x",
                    "shape",
                    extents.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    "input",
                    language.literal(manifest.inputs().get(0).name()));
        }

        @Override
        public String constants(Language language) {
            String list = language == Language.KOTLIN ? "DoubleArray" : "[Double]";
            List<Double> parts = List.of(grey.red(), grey.green(), grey.blue());
            return whole(language, "width", "Pixels.", size.width())
                    + whole(language, "height", "Pixels.", size.height())
                    + Constants.constant(
                            language,
                            "fit",
                            "What becomes of another size: stretch, crop or pad.",
                            "String",
                            language.literal(size.fit()))
                    + whole(language, "bits", "Of the weights of pixels.", WEIGHT_BITS)
                    + whole(language, "half", "Half of the lowest bit that stays.", 1 << (WEIGHT_BITS - 1))
                    + whole(
                            language,
                            "channels",
                            "1 for grey, 3 for red, green and blue.",
                            scale.factor().size())
                    + Constants.constant(language, "grey", "Red, green and blue.", list, language.doubles(parts))
                    + Constants.constant(language, "factor", "By channel.", list, language.doubles(scale.factor()))
                    + Constants.constant(language, "offset", "By channel.", list, language.doubles(scale.offset()));
        }
    }

    private static String whole(Language language, String name, String comment, int value) {
        return Constants.constant(language, name, comment, "Int", Integer.toString(value));
    }

    /** A sound. */
    record Sound(Step.Sound sound) implements Kind {
        @Override
        public String part() {
            return "sound";
        }

        @Override
        public Map<String, String> values(Language language, Manifest manifest) {
            return Map.of("input", language.literal(manifest.inputs().get(0).name()));
        }

        @Override
        public String constants(Language language) {
            return whole(language, "rate", "Samples a second.", sound.rate())
                    + whole(language, "samples", "Of one sound.", sound.samples());
        }
    }

    /** Numbers of a row. */
    record Table(Step.Columns columns, List<Step.Codes> codes) implements Kind {
        @Override
        public String part() {
            return "table";
        }

        @Override
        public Map<String, String> values(Language language, Manifest manifest) {
            return Map.of("input", language.literal(manifest.inputs().get(0).name()));
        }

        @Override
        public String constants(Language language) {
            String features = Constants.texts(
                    language, "features", "Names of the numbers of a row, in order.", columns.features());
            if (codes.isEmpty()) {
                return features;
            }
            boolean kotlin = language == Language.KOTLIN;
            String map = codes.stream()
                    .map(code -> language.entry(
                            language.literal(code.feature()), language.list(language.literals(code.values()))))
                    .collect(Collectors.joining(", "));
            return features
                    + Constants.constant(
                            language,
                            "codes",
                            "Texts by feature: its value is their place here, or the length of the list for any other.",
                            kotlin ? "Map<String, List<String>>" : "[String: [String]]",
                            kotlin ? "mapOf(" + map + ")" : "[" + map + "]");
        }
    }

    /**
     * A text, already cut into tokens.
     *
     * @param separator the token behind which the second of two texts begins; null where all are of segment 0
     */
    record Text(Step.Tokenize cut, Step.Pad pad, @Nullable Integer separator) implements Kind {
        @Override
        public String part() {
            return "text";
        }

        @Override
        public Map<String, String> values(Language language, Manifest manifest) {
            String call = language == Language.KOTLIN ? "whole(" : "Self.whole(";
            String feeds = manifest.preprocessing().stream()
                    .filter(Step.Feed.class::isInstance)
                    .map(Step.Feed.class::cast)
                    .map(feed -> language.entry(
                            language.literal(feed.input()),
                            call + language.literal(feed.input()) + ", " + array(feed) + ")"))
                    .collect(Collectors.joining(", "));
            return Map.of("feeds", feeds, "length", length(language, manifest), "segments", segments(language));
        }

        private String segments(Language language) {
            if (language == Language.KOTLIN) {
                return separator == null
                        ? "LongArray(length)"
                        : "ids.indexOf(SEPARATOR).let { end -> LongArray(length) {"
                                + " if (end >= 0 && it > end && it < taken) 1L else 0L } }";
            }
            return separator == null
                    ? "[Int](repeating: 0, count: length)"
                    : "(0..<length).map { $0 < taken && $0 > ids.firstIndex(of: Self.separator) ?? length ? 1 : 0 }";
        }

        private static String array(Step.Feed feed) {
            if (feed.content().equals(TextRole.MASK.content())) {
                return "mask";
            }
            return feed.content().equals(TextRole.SEGMENTS.content())
                            || feed.content().equals(TextRole.OF_PAIRS)
                    ? "segments"
                    : "ids";
        }

        /** Returns how many tokens are fed: the model's own number, else those of the text where a mask allows it. */
        private static String length(Language language, Manifest manifest) {
            TensorSpec tokens = manifest.inputs().get(0);
            if (tokens.shape().size() == 2 && tokens.shape().get(1) instanceof Number fixed) {
                return fixed.toString();
            }
            boolean masked = manifest.preprocessing().stream()
                    .anyMatch(step ->
                            step instanceof Step.Feed feed && array(feed).equals("mask"));
            if (masked) {
                return language == Language.KOTLIN ? "maxOf(taken, 1)" : "max(taken, 1)";
            }
            return language == Language.KOTLIN ? "LENGTH" : "Self.length";
        }

        @Override
        public String constants(Language language) {
            boolean kotlin = language == Language.KOTLIN;
            String type = kotlin ? "Long" : "Int";
            return whole(language, "length", "Most tokens of a text.", cut.mostTokens())
                    + Constants.constant(
                            language, "pad", "Fills up shorter texts.", type, pad.padId() + (kotlin ? "L" : ""))
                    + (separator == null
                            ? ""
                            : Constants.constant(
                                    language,
                                    "separator",
                                    "Behind the first of these the second text begins.",
                                    type,
                                    separator + (kotlin ? "L" : "")));
        }
    }
}
