package dev.alambic.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the caller of a model feeds into its input, in raw units; the model scales by itself. */
public sealed interface InputMeaning {

    /** Returns the extents of one sample, without the batch axis. */
    long[] sampleShape();

    /** Returns what a sample is: {@code table}, {@code image}, {@code text} or {@code sound}. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /**
     * A row of a table: [batch, features], float32.
     *
     * @param features names of the values, in order
     * @param columns what the cells mean that they are made of, in the same order
     */
    record Table(List<String> features, List<TableColumn> columns) implements InputMeaning {
        public Table {
            features = List.copyOf(features);
            columns = List.copyOf(columns);
            List<String> made = columns.stream()
                    .flatMap(column -> column.features().stream())
                    .toList();
            if (!made.equals(features)) {
                throw new IllegalArgumentException("the features of a table are those of its columns (expected " + made
                        + ", was " + features + ")");
            }
        }

        /** Numbers that are always there. */
        public Table(List<String> features) {
            this(
                    features,
                    features.stream()
                            .<TableColumn>map(name -> new TableColumn.Numeric(name, null))
                            .toList());
        }

        /** Returns a row of these columns. */
        public static Table of(List<TableColumn> columns) {
            return new Table(
                    columns.stream()
                            .flatMap(column -> column.features().stream())
                            .toList(),
                    columns);
        }

        /** Returns whether all of it is numbers that are always there, and carry no signs. */
        public boolean isPlain() {
            return columns.stream()
                    .allMatch(column -> column instanceof TableColumn.Numeric number
                            && column.missing() == null
                            && number.unit().isEmpty());
        }

        /** Returns of each feature the column that it is made of. */
        public List<TableColumn> columnOfFeature() {
            return columns.stream()
                    .flatMap(column -> column.features().stream().map(feature -> column))
                    .toList();
        }

        @Override
        public long[] sampleShape() {
            return new long[] {features.size()};
        }
    }

    /** How a picture of another size is brought to the model's, by antialiased bilinear interpolation. */
    enum Resize {
        /** All of it, whatever its proportions. */
        STRETCH,
        /** The largest part in its middle that has the model's proportions. */
        CROP,
        /** All of it in its proportions, in the middle of black, made smaller if need be. */
        PAD
    }

    /**
     * Pixels of an image: [batch, channels, height, width], float32; three channels are red, green and blue.
     *
     * @param min raw value of black
     * @param max raw value of white, greater than {@code min}
     * @param fit how pictures of another size were brought to this one; null where all had it
     */
    record Image(
            int channels,
            int height,
            int width,
            float min,
            float max,
            @Nullable Resize fit) implements InputMeaning {
        public Image {
            if (channels < 1 || height < 1 || width < 1) {
                throw new IllegalArgumentException(
                        "an image has at least one channel and pixel, was " + channels + "x" + height + "x" + width);
            }
            if (!(max > min)) {
                throw new IllegalArgumentException("white must be above black, was " + min + " to " + max);
            }
        }

        /** Pixels of images that all have this size. */
        public Image(int channels, int height, int width, float min, float max) {
            this(channels, height, width, min, max, null);
        }

        @Override
        public long[] sampleShape() {
            return new long[] {channels, height, width};
        }
    }

    /**
     * A sound of one channel: [batch, samples], float32 from -1 to 1.
     *
     * @param rate samples a second
     * @param samples of a sound; what is longer loses its end, what is shorter is followed by silence
     */
    record Sound(int rate, int samples) implements InputMeaning {
        public Sound {
            if (rate < 1 || samples < 1) {
                throw new IllegalArgumentException(
                        "a sound has at least one sample, and one a second, was " + samples + " and " + rate);
            }
        }

        @Override
        public long[] sampleShape() {
            return new long[] {samples};
        }
    }

    /**
     * A text as the numbers of its tokens: [batch, tokens], padded behind with {@code padId}.
     *
     * @param length the most tokens of one text, those that the tokenizer puts around it included; at least 1
     * @param padId token that fills up shorter texts
     * @param tokenizer the tokenizer in the JSON form of the Hugging Face library (tokenizer.json)
     * @param roles what inputs take whose names do not tell it, by name: tokens, mask, segments or positions
     * @param pair what two texts that are asked about together are called; null for one text
     */
    record Text(
            int length,
            int padId,
            String tokenizer,
            Map<String, String> roles,
            @Nullable Pair pair) implements InputMeaning {

        /** How a separator is called that there is none of. */
        public static final int NO_SEPARATOR = -1;

        /**
         * Two texts, whose tokens stand behind each other.
         *
         * @param first what the first is called, as a column of a table
         * @param second what the second is called
         * @param separator the token behind which the second begins, whose tokens are of segment 1;
         *     {@link #NO_SEPARATOR} where all are of segment 0
         */
        public record Pair(String first, String second, int separator) {}

        public Text {
            roles = Map.copyOf(roles);
            if (length < 1 || padId < 0) {
                throw new IllegalArgumentException(
                        "a text has at least one token and a pad id from 0, was " + length + " and " + padId);
            }
            if (tokenizer.isBlank()) {
                throw new IllegalArgumentException("a text needs a tokenizer (expected its JSON, was nothing)");
            }
        }

        /** A text for inputs whose names tell what they take. */
        public Text(int length, int padId, String tokenizer) {
            this(length, padId, tokenizer, Map.of(), null);
        }

        /** One text. */
        public Text(int length, int padId, String tokenizer, Map<String, String> roles) {
            this(length, padId, tokenizer, roles, null);
        }

        public Text withPair(@Nullable Pair newPair) {
            return new Text(length, padId, tokenizer, roles, newPair);
        }

        public Text withLength(int newLength) {
            return new Text(newLength, padId, tokenizer, roles, pair);
        }

        /** Returns this with more roles; {@code more} goes before what is there. */
        public Text withRoles(Map<String, String> more) {
            Map<String, String> all = new HashMap<>(roles);
            all.putAll(more);
            return new Text(length, padId, tokenizer, all, pair);
        }

        /** Returns whether {@code other} makes the same numbers of a text, whatever inputs they are fed to. */
        public boolean cutsAs(Text other) {
            return length == other.length
                    && padId == other.padId
                    && tokenizer.equals(other.tokenizer)
                    && (pair == null) == (other.pair == null);
        }

        @Override
        public long[] sampleShape() {
            return new long[] {length};
        }

        /** Leaves out the tokenizer, which is long. */
        @Override
        public String toString() {
            return "Text[length=" + length + ", padId=" + padId
                    + (pair == null ? "" : ", pair=" + pair.first() + ", " + pair.second()) + "]";
        }
    }
}
