package dev.alambic.onnx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a column of a table means, and which values of a model's input one of its cells becomes.
 *
 * <pre>
 * column = Numeric   one value: the number, NaN where it is missing
 *        | Category  one value: the place of the text in the list, or, for every other text, the length of the list
 *        | Date      several values: its parts, NaN where it is missing
 * </pre>
 */
public sealed interface TableColumn {

    /** Returns what the header calls it. */
    String name();

    /** Returns the names of its values in the model's input, in order. */
    List<String> features();

    /** Returns what stands for a missing number in the model; null if none may be missing. */
    @Nullable
    Fill missing();

    /** Returns whether its values are places in a list. */
    default boolean isCoded() {
        return false;
    }

    /** Returns what it is, for example {@code number}. */
    default String kind() {
        return this instanceof Numeric ? "number" : getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** What stands for a missing number, taken from the training data; a further value tells that it was missing. */
    enum Fill {
        MEDIAN,
        MEAN,
        MOST_FREQUENT
    }

    /**
     * A number in raw units.
     *
     * @param unit the sign that cells carry, as {@code $}; {@code %} for numbers that are fractions of a hundred; empty
     *     for none
     */
    record Numeric(String name, @Nullable Fill missing, String unit) implements TableColumn {

        /** A number without a sign. */
        public Numeric(String name, @Nullable Fill missing) {
            this(name, missing, "");
        }

        @Override
        public List<String> features() {
            return List.of(name);
        }
    }

    /**
     * One of some texts.
     *
     * @param values the texts that training saw often enough, all different; an empty one is a missing cell
     * @param instead the one of them that a missing cell counts as; null for the empty one if it is there, else none
     */
    record Category(
            String name, List<String> values, @Nullable String instead) implements TableColumn {
        public Category {
            values = List.copyOf(values);
            if (values.isEmpty() || new HashSet<>(values).size() != values.size()) {
                throw new IllegalArgumentException("category '" + name + "': texts, all different, was " + values);
            }
            if (instead != null && !values.contains(instead)) {
                throw new IllegalArgumentException(
                        "category '" + name + "': a missing cell is one of the texts, was '" + instead + "'");
            }
        }

        @Override
        public List<String> features() {
            return List.of(name);
        }

        @Override
        public @Nullable Fill missing() {
            return null;
        }

        @Override
        public boolean isCoded() {
            return true;
        }

        /** Returns the value of every text that is not in the list. */
        public int other() {
            return values.size();
        }

        /** Returns the value of a missing cell. */
        public int missingCode() {
            int place = values.indexOf(instead == null ? "" : instead);
            return place < 0 ? other() : place;
        }
    }

    /**
     * A day, or a moment.
     *
     * @param format as {@link java.time.format.DateTimeFormatter} has it
     */
    record Date(String name, String format, @Nullable Fill missing) implements TableColumn {
        private static final List<String> PARTS = List.of("year", "month", "day", "weekday", "days");

        @Override
        public List<String> features() {
            List<String> features = new ArrayList<>();
            PARTS.forEach(part -> features.add(name + "." + part));
            if (hasTime()) {
                features.add(name + ".hour");
            }
            return features;
        }

        /** Returns whether it tells the time of day too. */
        public boolean hasTime() {
            return format.contains("H");
        }
    }
}
