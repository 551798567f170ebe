package dev.alambic.data.table;

import dev.alambic.data.file.InvalidDataException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Guesses what a column is, by its cells in the first rows and by its name.
 *
 * <p>A column is numbers if most of its cells are: then a word among them is refused when it is read, for a wrong guess
 * would be silent. Fewer than {@value #FEW} rows tell nothing of IDs and constants.
 */
final class ColumnGuess {
    private static final int FEW = 20;
    private static final int EXAMPLES = 3;
    private static final int MANY_VALUES = 50;
    private static final double WORDS_OF_TEXT = 4;
    private static final Pattern ID_NAME = Pattern.compile(
            "(?i:(.*[_ .-])?(id|index|idx|rowid|rownum|uuid|guid|key|nr))|.*[a-z](Id|ID)|(?i:unnamed:.*)|column \\d+");
    private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");
    private static final Pattern CODE = Pattern.compile("0\\d+");

    private final String name;
    private final NumberForm form;
    private final List<String> cells = new ArrayList<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final List<String> numbers = new ArrayList<>();
    private final Map<Unit, Integer> signed = new LinkedHashMap<>();
    private int rows;

    ColumnGuess(String name, NumberForm form) {
        this.name = name;
        this.form = form;
    }

    void add(String cell) {
        rows++;
        if (MissingWords.isText(cell)) {
            return;
        }
        cells.add(cell);
        counts.merge(cell, 1, Integer::sum);
        if (form.isNumber(cell) || NumberForm.isInfinite(cell)) {
            numbers.add(cell);
            return;
        }
        Unit unit = Unit.of(cell);
        if (!Float.isNaN(unit.parse(cell, form))) {
            signed.merge(unit, 1, Integer::sum);
        }
    }

    /** Returns the kind with its reason; {@code where} is the place of the header, for refusals. */
    ColumnLook look(String where) {
        long more = counts.keySet().stream().filter(MissingWords::isNumber).count();
        if (cells.isEmpty()) {
            return look(ColumnKind.EMPTY, "no cell has anything");
        }
        if (rows >= FEW && counts.size() == 1 && cells.size() == rows) {
            return look(ColumnKind.CONSTANT, "'" + cells.get(0) + "' in every row");
        }
        Unit unit = unit();
        if (!unit.equals(Unit.NONE)) {
            return look(
                    ColumnKind.NUMBER,
                    "numbers with '" + unit.sign() + "'" + (unit.isPercent() ? ", as fractions" : ""),
                    unit.sign());
        }
        if (numbers.size() + missingAmongNumbers() >= (cells.size() + 1) / 2 && !numbers.isEmpty()) {
            return ofNumbers(more);
        }
        List<String> present =
                cells.stream().filter(cell -> !MissingWords.isNumber(cell)).toList();
        DateForm dates = dates(present, where);
        if (dates != null) {
            return look(ColumnKind.DATE, "dates such as '" + present.get(0) + "'", dates.format());
        }
        return ofTexts();
    }

    /** Returns the sign that most cells carry, if those are numbers. */
    Unit unit() {
        return signed.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(most -> most.getValue() >= numbers.size()
                        && most.getValue() + missingAmongNumbers() >= (cells.size() + 1) / 2)
                .map(Map.Entry::getKey)
                .orElse(Unit.NONE);
    }

    private long missingAmongNumbers() {
        return counts.entrySet().stream()
                .filter(entry -> MissingWords.isNumber(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private ColumnLook ofNumbers(long otherWords) {
        boolean whole = numbers.stream().allMatch(cell -> WHOLE.matcher(cell).matches());
        boolean isUnique = rows >= FEW && counts.size() == rows && numbers.size() == rows;
        if (whole && isUnique && isAscendingByOne()) {
            return look(ColumnKind.ID, "whole numbers from " + cells.get(0) + ", each one more");
        }
        if (whole && isUnique && ID_NAME.matcher(name).matches()) {
            return look(ColumnKind.ID, "whole numbers, all different, and called so");
        }
        if (whole
                && otherWords == 0
                && cells.stream().anyMatch(cell -> CODE.matcher(cell).matches())) {
            return ofTexts();
        }
        return look(ColumnKind.NUMBER, whole ? "whole numbers" : "numbers");
    }

    private boolean isAscendingByOne() {
        for (int i = 1; i < cells.size(); i++) {
            if (form.parse(cells.get(i)) - form.parse(cells.get(i - 1)) != 1) {
                return false;
            }
        }
        return true;
    }

    private @Nullable DateForm dates(List<String> present, String where) {
        List<DateForm> forms = DateForm.all(present);
        if (forms.isEmpty()) {
            return DateForm.most(present);
        }
        DateForm first = forms.get(0);
        for (DateForm other : forms) {
            for (String text : present) {
                if (!sameDay(first, other, text)) {
                    throw new InvalidDataException(where + ": column '" + name + "': '" + text + "' may be "
                            + first.format() + " or " + other.format() + ": say which (data.columns: {" + name
                            + ": date " + first.format() + "})");
                }
            }
        }
        return first;
    }

    private static boolean sameDay(DateForm one, DateForm other, String text) {
        float[] first = new float[5];
        float[] second = new float[5];
        one.write(text, first, 0, 5);
        other.write(text, second, 0, 5);
        return first[4] == second[4];
    }

    private ColumnLook ofTexts() {
        double words = cells.stream()
                .mapToInt(cell -> cell.split("\\s+").length)
                .average()
                .orElse(0);
        boolean unique = counts.size() == cells.size();
        if (rows >= FEW && words >= WORDS_OF_TEXT && counts.size() > cells.size() / 2) {
            return look(ColumnKind.TEXT, "texts of " + Math.round(words) + " words, nearly all different");
        }
        if (rows >= FEW && unique && cells.size() > rows / 2) {
            return look(ColumnKind.ID, "all different");
        }
        if (counts.size() > MANY_VALUES && counts.size() > cells.size() / 2) {
            return look(ColumnKind.ID, counts.size() + " different texts in " + cells.size() + " cells");
        }
        return look(ColumnKind.CATEGORY, counts.size() + " different texts");
    }

    private ColumnLook look(ColumnKind kind, String reason) {
        return look(kind, reason, "");
    }

    ColumnLook look(ColumnKind kind, String reason, String written) {
        return new ColumnLook(
                name,
                kind,
                reason,
                new ColumnLook.Counts(rows, rows - cells.size(), counts.size()),
                counts.keySet().stream().limit(EXAMPLES).toList(),
                written);
    }

    /** Returns the format of the dates in a column that the user calls dates. */
    String dateFormat(String where) {
        List<String> present =
                cells.stream().filter(cell -> !MissingWords.isNumber(cell)).toList();
        DateForm dates = dates(present, where);
        if (dates == null) {
            throw new InvalidDataException(where + ": column '" + name + "' is in no known format of dates"
                    + (present.isEmpty() ? "" : " ('" + present.get(0) + "')") + ": say it (data.columns: {" + name
                    + ": date d.M.yyyy})");
        }
        return dates.format();
    }
}
