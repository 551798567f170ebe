package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Collects which of several labels each sample carries. Labels that are not given come from the data, sorted. Of those
 * that are to be learnt each must be carried by some samples and not by others; those of a model may be absent.
 */
public final class SeveralLabels {
    private static final int NAMES_SHOWN = 10;

    /** Null where the data say them. */
    private final @Nullable List<String> given;

    private final boolean known;
    private final Map<String, Integer> codes = new TreeMap<>();
    private final List<int[]> carried = new ArrayList<>();

    private SeveralLabels(@Nullable List<String> given, boolean known) {
        this.given = given;
        this.known = known;
        if (given != null) {
            given.forEach(name -> codes.put(name, codes.size()));
        }
    }

    /** @param known whether they are those of a model, which need not occur */
    static SeveralLabels of(List<String> names, boolean known) {
        return new SeveralLabels(names, known);
    }

    /**
     * Begins to collect labels by their names.
     *
     * @param model the labels of a model, outside which none is taken; null where the data say them
     */
    public static SeveralLabels named(@Nullable List<String> model) {
        return new SeveralLabels(model, model != null);
    }

    /** Returns whether a cell of names says that they are not known; an empty one says that there are none. */
    static boolean isMissing(String cell) {
        return !cell.isEmpty() && MissingWords.isText(cell);
    }

    /** Adds the next sample, by one cell a label. */
    void addFlags(List<String> cells, Supplier<String> where) {
        carried.add(IntStream.range(0, cells.size())
                .filter(label -> flag(cells.get(label), label, where))
                .toArray());
    }

    private boolean flag(String cell, int label, Supplier<String> where) {
        return switch (cell.toLowerCase(Locale.ROOT)) {
            case "1", "1.0", "true" -> true;
            case "0", "0.0", "false" -> false;
            default -> {
                String name = given == null ? String.valueOf(label) : given.get(label);
                throw new InvalidDataException(
                        where.get(),
                        "label column '" + name + "' says whether a sample carries it",
                        "0 or 1, true or false",
                        "'" + cell + "'" + (MissingWords.isNumber(cell) ? "; data.missingLabels: skip" : ""));
            }
        };
    }

    /** Adds the next sample, by the names of what it carries; none in an empty text. */
    public void addNames(String names, String separator, Supplier<String> where) {
        if (isMissing(names)) {
            LabelEncoder.requireThere(names, where);
        }
        carried.add(Arrays.stream(names.split(Pattern.quote(separator), -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .mapToInt(name -> code(name, where))
                .distinct()
                .toArray());
    }

    private int code(String name, Supplier<String> where) {
        Integer code = codes.get(name);
        if (code == null && given != null) {
            throw new InvalidDataException(
                    where.get(), "a label that training never saw", "any of " + shown(given), "'" + name + "'");
        }
        if (code == null) {
            code = codes.size();
            codes.put(name, code);
        }
        return code;
    }

    private static String shown(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())))
                + (names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "");
    }

    /**
     * Returns what was added.
     *
     * @throws InvalidDataException if a label that is to be learnt is carried by none, or by all
     */
    public Targets.Labels targets(String file) {
        List<String> names = given == null ? List.copyOf(codes.keySet()) : given;
        if (names.isEmpty()) {
            throw new InvalidDataException(file, "no sample carries a label", "names of labels", "none");
        }
        int[] place = new int[codes.size()];
        codes.forEach((name, code) -> place[code] = names.indexOf(name));
        byte[] flags = new byte[Math.multiplyExact(carried.size(), names.size())];
        for (int i = 0; i < carried.size(); i++) {
            for (int code : carried.get(i)) {
                flags[i * names.size() + place[code]] = 1;
            }
        }
        Targets.Labels labels = Targets.labels(names, flags);
        if (!known) {
            requireVaried(file, labels);
        }
        return labels;
    }

    private static void requireVaried(String file, Targets.Labels labels) {
        int[] counts = labels.counts();
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] == 0 || counts[label] == labels.size()) {
                throw new InvalidDataException(
                        file,
                        "label '" + labels.names().get(label) + "' is carried by "
                                + (counts[label] == 0 ? "no" : "every") + " sample",
                        "some that carry it and some that do not",
                        counts[label] + " of " + labels.size());
            }
        }
    }
}
