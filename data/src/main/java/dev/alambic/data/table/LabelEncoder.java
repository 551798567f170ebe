package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns label names into class indices. Classes that are not given come from the data: in numeric order if all are
 * numbers, else sorted as strings, so that the order does not depend on that of the rows. Numbers that differ in zeros
 * behind the point alone, 1 and 1.0, are one class under the shortest name. A word that programs write where there is
 * no label ({@code ?}, {@code NaN}, {@code NA}, ...) is refused, unless it is one of the given classes.
 */
public final class LabelEncoder {
    private static final int NAMES_SHOWN = 10;

    private final @Nullable List<String> given;
    private final boolean mayMiss;
    private final Map<String, Integer> codes = new LinkedHashMap<>();
    private int[] labels = new int[64];
    private int count;

    public LabelEncoder(@Nullable List<String> given) {
        this(given, true);
    }

    private LabelEncoder(@Nullable List<String> given, boolean mayMiss) {
        this.given = given;
        this.mayMiss = mayMiss;
        if (given != null) {
            given.forEach(name -> codes.put(name, codes.size()));
        }
    }

    /** Returns one of names of folders, of which none is missing: {@code NA} is a class there. */
    public static LabelEncoder ofFolders(@Nullable List<String> given) {
        return new LabelEncoder(given, false);
    }

    /** Adds the label of the next sample; {@code where} tells file and line, if that is needed. */
    public void add(String label, Supplier<String> where) {
        Integer code = codes.get(label);
        if (code == null) {
            if (mayMiss) {
                requireThere(label, where);
            }
            code = given == null ? null : sameNumber(given, label);
        }
        if (code == null) {
            if (given != null) {
                throw new InvalidDataException(
                        where.get(), "a label that training never saw", "one of " + shown(given), "'" + label + "'");
            }
            code = codes.size();
            codes.put(label, code);
        }
        if (count == labels.length) {
            labels = Arrays.copyOf(labels, 2 * count);
        }
        labels[count++] = code;
    }

    /** Returns whether there is no label, so that {@link #add} would refuse it. */
    boolean isMissing(String label) {
        return !codes.containsKey(label) && MissingWords.isText(label);
    }

    /** Refuses a label of a list that is missing. */
    public static void requireThere(String label, Supplier<String> where) {
        if (MissingWords.isText(label)) {
            throw new InvalidDataException(where.get()
                    + (label.isEmpty() ? ": no label" : ": no label, for '" + label + "' stands for a missing one")
                    + " (leave the row out, or say data.missingLabels: skip)");
        }
    }

    /** Returns the place of the class that is the same number, written otherwise; null if there is none. */
    private static @Nullable Integer sameNumber(List<String> classes, String label) {
        int place = classes.stream().map(LabelEncoder::withoutZeros).toList().indexOf(withoutZeros(label));
        return place < 0 ? null : Integer.valueOf(place);
    }

    /** Returns {@code 1} for {@code 1.0}, and {@code 1.5} for {@code 1.50}. */
    static String withoutZeros(String label) {
        return label.indexOf('.') >= 0 && label.matches("[+-]?\\d+\\.\\d*") ? label.replaceFirst("\\.?0*$", "") : label;
    }

    /** Returns the names in the order in which they came, of each number the shortest. */
    private List<String> names() {
        Map<String, String> shortest = new LinkedHashMap<>();
        boolean numbers = codes.keySet().stream().allMatch(LabelEncoder::isNumber);
        for (String name : codes.keySet()) {
            shortest.merge(
                    numbers ? withoutZeros(name) : name,
                    name,
                    (one, other) -> other.length() < one.length() ? other : one);
        }
        return new ArrayList<>(shortest.values());
    }

    /** Returns the classes in their fixed order. */
    public List<String> classes() {
        if (given != null) {
            return given;
        }
        List<String> names = names();
        names.sort(
                names.stream().allMatch(LabelEncoder::isNumber)
                        ? Comparator.<String>comparingDouble(Double::parseDouble)
                                .thenComparing(Comparator.naturalOrder())
                        : Comparator.naturalOrder());
        return names;
    }

    /** Returns the index in {@link #classes()} of each label that was added. */
    public int[] labels() {
        List<String> classes = classes();
        Map<String, Integer> places = new LinkedHashMap<>();
        classes.forEach(name -> places.put(name, places.size()));
        int[] place = codes.keySet().stream()
                .mapToInt(name -> Objects.requireNonNullElseGet(
                        places.get(name), () -> Objects.requireNonNull(sameNumber(classes, name))))
                .toArray();
        return Arrays.stream(labels, 0, count).map(code -> place[code]).toArray();
    }

    public void requireTwoClasses(String file) {
        if (names().size() < 2) {
            throw new InvalidDataException(
                    file,
                    "fewer than 2 classes",
                    "at least 2",
                    codes.size() + " " + shown(List.copyOf(codes.keySet())));
        }
    }

    private static String shown(List<String> names) {
        String first =
                names.stream().limit(NAMES_SHOWN).map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return names.size() > NAMES_SHOWN ? first + " and " + (names.size() - NAMES_SHOWN) + " more" : first;
    }

    private static boolean isNumber(String name) {
        try {
            return Double.isFinite(Double.parseDouble(name));
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
