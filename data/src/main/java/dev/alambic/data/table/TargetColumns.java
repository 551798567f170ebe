package dev.alambic.data.table;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the samples of a table are to be answered with, row by row. */
public abstract sealed class TargetColumns {

    /**
     * Finds the columns in a header: those of the numbers that are asked for, else that of the label.
     *
     * @param wanted the input of a model, whose features are no labels; null if there is none
     */
    public static TargetColumns of(CsvRow header, DataOptions options, InputMeaning.@Nullable Table wanted) {
        List<String> targets = options.targets();
        return targets == null
                ? new ClassColumn(CsvColumns.label(header, options.label(), wanted), options.classes())
                : numbers(header, targets, wanted == null ? List.of() : wanted.features());
    }

    /**
     * Finds columns of numbers.
     *
     * @param targets their names; empty for the last column
     * @param others the columns that are none of them
     */
    public static TargetColumns numbers(CsvRow header, List<String> targets, List<String> others) {
        if (new HashSet<>(targets).size() != targets.size()) {
            throw new InvalidDataException(header.where(), "a target is named once", "other names", targets);
        }
        if (!targets.isEmpty()) {
            return new NumberColumns(
                    targets,
                    targets.stream().map(name -> CsvColumns.find(header, name)).toList());
        }
        List<String> free = new ArrayList<>(header.cells());
        free.removeAll(others);
        if (free.isEmpty()) {
            throw new InvalidDataException(
                    header.where() + ": no target column, every column is a feature of the model");
        }
        String last = free.get(free.size() - 1);
        return new NumberColumns(List.of(last), List.of(header.cells().lastIndexOf(last)));
    }

    /** Returns the indices of the cells, which are no features. */
    public abstract List<Integer> places();

    /** Reads the next row. */
    public abstract void add(CsvRow row);

    /**
     * Returns what was read.
     *
     * @throws InvalidDataException if it is not enough to learn from
     */
    public abstract Targets targets(String file);

    /** A column of class names. */
    private static final class ClassColumn extends TargetColumns {
        private final int place;
        private final LabelEncoder labels;

        ClassColumn(int place, @Nullable List<String> classes) {
            this.place = place;
            this.labels = new LabelEncoder(classes);
        }

        @Override
        public List<Integer> places() {
            return List.of(place);
        }

        @Override
        public void add(CsvRow row) {
            labels.add(row.cells().get(place), row::where);
        }

        @Override
        public Targets targets(String file) {
            labels.requireTwoClasses(file);
            return Targets.classes(labels.classes(), labels.labels());
        }
    }

    /** Columns of numbers. */
    private static final class NumberColumns extends TargetColumns {
        private final List<String> names;
        private final List<Integer> places;
        private final List<float[]> rows = new ArrayList<>();

        NumberColumns(List<String> names, List<Integer> places) {
            this.names = names;
            this.places = places;
        }

        @Override
        public List<Integer> places() {
            return places;
        }

        @Override
        public void add(CsvRow row) {
            float[] values = new float[places.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = number(row, places.get(i), names.get(i));
            }
            rows.add(values);
        }

        private static float number(CsvRow row, int place, String name) {
            String cell = row.cells().get(place);
            if (LabelEncoder.isMissing(cell)) {
                throw new InvalidDataException(row.where() + ": no value in target column '" + name + "'"
                        + (cell.isEmpty() ? "" : ", for '" + cell + "' stands for a missing one")
                        + " (leave the row out)");
            }
            if (!CsvRow.isNumber(cell) && !CsvRow.isNotFinite(cell)) {
                throw new InvalidDataException(row.where() + ": target column '" + name
                        + "' is not a number (expected a finite number, was '" + cell
                        + "'; classes are learnt by task: classification, which takes data.label)");
            }
            return row.number(place, name);
        }

        @Override
        public Targets targets(String file) {
            return Targets.numbers(names, rows.toArray(float[][]::new));
        }
    }
}
