package dev.alambic.data.table;

import dev.alambic.data.file.DataOptions;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.data.file.TableOptions;
import dev.alambic.data.file.TaskOptions;
import dev.alambic.data.set.Targets;
import dev.alambic.onnx.InputMeaning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads what the samples of a table are to be answered with, row by row. */
public abstract sealed class TargetColumns {
    private static final int MOST_CLASSES = 50;

    private final boolean skips;
    private int skipped;

    private TargetColumns(DataOptions options) {
        this.skips = options.table().unlabelled() == TableOptions.Unlabelled.SKIP;
    }

    /**
     * Finds the columns in a header: those of several tasks, of the numbers, or of the several labels, that are asked
     * for, else that of the label.
     *
     * @param wanted the input of a model, whose features are no labels; null if there is none
     * @param form how the table writes numbers
     */
    public static TargetColumns of(
            CsvRow header, DataOptions options, InputMeaning.@Nullable Table wanted, NumberForms form) {
        if (!options.tasks().isEmpty()) {
            return SeveralColumns.ofTasks(header, options, wanted, form);
        }
        DataOptions.Labels labels = options.labels();
        if (labels != null) {
            return labels.columns().isEmpty()
                    ? new NamesColumn(
                            CsvColumns.label(header, options.label(), options.group(), wanted), options, labels)
                    : FlagColumns.of(header, options, labels.columns());
        }
        return options.targets() == null
                ? new ClassColumn(CsvColumns.label(header, options.label(), options.group(), wanted), options)
                : numbers(
                        header,
                        options,
                        wanted == null
                                ? List.of()
                                : wanted.columns().stream()
                                        .map(column -> column.name())
                                        .toList(),
                        form);
    }

    /**
     * Finds columns of numbers: those that the options name, or if they name none the last.
     *
     * @param others the columns that are none of them
     */
    public static TargetColumns numbers(CsvRow header, DataOptions options, List<String> others, NumberForms form) {
        List<String> targets = options.targets() == null ? List.of() : options.targets();
        if (new HashSet<>(targets).size() != targets.size()) {
            throw new InvalidDataException(header.where(), "a target is named once", "other names", targets);
        }
        if (!targets.isEmpty()) {
            List<Integer> places =
                    targets.stream().map(name -> CsvColumns.find(header, name)).toList();
            return new NumberColumns(targets, places, options, form);
        }
        List<String> free = new ArrayList<>(header.cells());
        free.removeAll(others);
        free.remove(options.group());
        if (free.isEmpty()) {
            throw new InvalidDataException(
                    header.where() + ": no target column, every column is a feature of the model");
        }
        String last = free.get(free.size() - 1);
        return new NumberColumns(List.of(last), List.of(header.cells().lastIndexOf(last)), options, form);
    }

    /** Returns the indices of the cells, which are no features. */
    public abstract List<Integer> places();

    /** Reads the next row, and returns whether it counts: one that has no target may be skipped. */
    public final boolean add(CsvRow row) {
        for (int place : places()) {
            row.requireWidth(Math.max(place + 1, row.cells().size()));
        }
        if (skips && isMissing(row)) {
            skipped++;
            return false;
        }
        read(row);
        return true;
    }

    /** Returns how many rows were skipped. */
    final int skipped() {
        return skipped;
    }

    abstract boolean isMissing(CsvRow row);

    abstract void read(CsvRow row);

    /** Refuses a column that nobody named and that looks like no target. */
    abstract void requireLikely(TableLook look);

    /** Returns what a user should know of how the numbers were read. */
    List<String> notes() {
        return List.of();
    }

    /**
     * Returns what was read.
     *
     * @throws InvalidDataException if it is not enough to learn from
     */
    public abstract Targets targets(String file);

    /** A column of class names. */
    private static final class ClassColumn extends TargetColumns {
        private final int place;
        private final List<Integer> places;
        private final LabelEncoder labels;

        ClassColumn(int place, DataOptions options) {
            super(options);
            this.place = place;
            this.places = List.of(place);
            this.labels = new LabelEncoder(options.classes());
        }

        @Override
        public List<Integer> places() {
            return places;
        }

        @Override
        boolean isMissing(CsvRow row) {
            return labels.isMissing(row.cells().get(place));
        }

        @Override
        void read(CsvRow row) {
            labels.add(row.cells().get(place), row::where);
        }

        @Override
        void requireLikely(TableLook look) {
            ColumnLook last = look.columns().get(place);
            ColumnLook.Counts counts = last.counts();
            boolean measured = last.kind() == ColumnKind.NUMBER
                    && counts.distinct() > MOST_CLASSES
                    && counts.distinct() > counts.rows() / 2;
            if (measured || last.kind() == ColumnKind.ID) {
                throw new InvalidDataException(look.header().where() + ": the last column '" + last.name()
                        + "' is no label: "
                        + (measured
                                ? counts.distinct() + " different numbers in " + counts.rows() + " rows"
                                : last.reason())
                        + " (name the column of the class: data.label, --label"
                        + (measured ? "; numbers are learnt by task: regression, --target-column)" : ")"));
            }
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
        private final NumberForms forms;
        private final Unit[] units;
        private float[] numbers = new float[64];
        private int count;

        NumberColumns(List<String> names, List<Integer> places, DataOptions options, NumberForms forms) {
            super(options);
            this.names = names;
            this.places = places;
            this.forms = forms;
            this.units = new Unit[places.size()];
        }

        @Override
        public List<Integer> places() {
            return places;
        }

        @Override
        boolean isMissing(CsvRow row) {
            return places.stream()
                    .anyMatch(place -> MissingWords.isNumber(row.cells().get(place)));
        }

        @Override
        void requireLikely(TableLook look) {
            // each cell is checked when it is read
        }

        @Override
        void read(CsvRow row) {
            if (numbers.length - count < places.size()) {
                numbers = Arrays.copyOf(numbers, 2 * numbers.length + places.size());
            }
            for (int i = 0; i < places.size(); i++) {
                if (count < places.size()) {
                    units[i] = Unit.of(row.cells().get(places.get(i)));
                }
                numbers[count++] = number(row, places.get(i), names.get(i), units[i]);
            }
        }

        private float number(CsvRow row, int place, String name, Unit unit) {
            String cell = row.cells().get(place);
            if (MissingWords.isNumber(cell)) {
                throw new InvalidDataException(row.where() + ": no value in target column '" + name + "'"
                        + (cell.isEmpty() ? "" : ", for '" + cell + "' stands for a missing one")
                        + " (leave the row out, or say data.missingLabels: skip)");
            }
            NumberForm form = forms.of(place);
            if (Float.isNaN(unit.parse(cell, form)) && !NumberForm.isInfinite(cell)) {
                throw new InvalidDataException(row.where() + ": target column '" + name
                        + "' is not a number (expected " + unit.expected() + ", was '" + cell
                        + "'; classes are learnt by task: classification, which takes data.label)");
            }
            return row.number(place, name, form, unit);
        }

        @Override
        List<String> notes() {
            return IntStream.range(0, units.length)
                    .filter(i -> units[i] != null && units[i].isPercent())
                    .mapToObj(i -> "target '" + names.get(i) + "' is answered with as a fraction: 12 % is 0.12")
                    .toList();
        }

        @Override
        public Targets targets(String file) {
            return Targets.numbers(names, Arrays.copyOf(numbers, count));
        }
    }

    /** Columns of 0 and 1, one for each of several labels. */
    private static final class FlagColumns extends TargetColumns {
        private final List<Integer> places;
        private final SeveralLabels labels;

        private FlagColumns(List<Integer> places, DataOptions options, SeveralLabels labels) {
            super(options);
            this.places = places;
            this.labels = labels;
        }

        static FlagColumns of(CsvRow header, DataOptions options, List<String> columns) {
            if (new HashSet<>(columns).size() != columns.size()) {
                throw new InvalidDataException(header.where(), "a label is named once", "other names", columns);
            }
            List<String> known = options.classes();
            if (known != null && !new HashSet<>(known).equals(new HashSet<>(columns))) {
                throw new InvalidDataException(header.where(), "other labels than training had", known, columns);
            }
            List<String> names = known == null ? columns : known;
            List<Integer> places =
                    names.stream().map(name -> CsvColumns.find(header, name)).toList();
            return new FlagColumns(places, options, SeveralLabels.of(names, known != null));
        }

        @Override
        public List<Integer> places() {
            return places;
        }

        @Override
        boolean isMissing(CsvRow row) {
            return places.stream()
                    .anyMatch(place -> MissingWords.isNumber(row.cells().get(place)));
        }

        @Override
        void requireLikely(TableLook look) {
            // each cell is checked when it is read
        }

        @Override
        void read(CsvRow row) {
            labels.addFlags(places.stream().map(row.cells()::get).toList(), row::where);
        }

        @Override
        public Targets targets(String file) {
            return labels.targets(file);
        }
    }

    /** A column that names any of several labels. */
    private static final class NamesColumn extends TargetColumns {
        private final int place;
        private final String separator;
        private final SeveralLabels labels;

        NamesColumn(int place, DataOptions options, DataOptions.Labels told) {
            super(options);
            this.place = place;
            this.separator = String.valueOf(told.separator());
            this.labels = SeveralLabels.named(options.classes());
        }

        @Override
        public List<Integer> places() {
            return List.of(place);
        }

        /** A sample may carry no label, so that an empty cell is none that is missing. */
        @Override
        boolean isMissing(CsvRow row) {
            return SeveralLabels.isMissing(row.cells().get(place));
        }

        @Override
        void requireLikely(TableLook look) {
            // whatever it names is a label
        }

        @Override
        void read(CsvRow row) {
            labels.addNames(row.cells().get(place), separator, row::where);
        }

        @Override
        public Targets targets(String file) {
            return labels.targets(file);
        }
    }

    /** The columns of several tasks. */
    private static final class SeveralColumns extends TargetColumns {
        private final Map<String, TargetColumns> tasks;
        private final Map<String, TaskOptions> told;
        private final CsvRow header;

        private SeveralColumns(CsvRow header, Map<String, TargetColumns> tasks, DataOptions options) {
            super(options);
            this.header = header;
            this.tasks = tasks;
            this.told = options.tasks();
        }

        static SeveralColumns ofTasks(
                CsvRow header, DataOptions options, InputMeaning.@Nullable Table wanted, NumberForms form) {
            Map<String, TargetColumns> tasks = new LinkedHashMap<>();
            options.tasks()
                    .forEach((name, task) -> tasks.put(name, TargetColumns.of(header, options.of(task), wanted, form)));
            return new SeveralColumns(header, tasks, options);
        }

        @Override
        public List<Integer> places() {
            return tasks.values().stream()
                    .flatMap(task -> task.places().stream())
                    .distinct()
                    .toList();
        }

        @Override
        boolean isMissing(CsvRow row) {
            return tasks.values().stream().anyMatch(task -> task.isMissing(row));
        }

        @Override
        void requireLikely(TableLook look) {
            tasks.forEach((name, task) -> {
                TaskOptions of = told.get(name);
                if (of != null && of.label() == null && of.classes() == null) {
                    task.requireLikely(look);
                }
            });
        }

        @Override
        void read(CsvRow row) {
            tasks.values().forEach(task -> task.read(row));
        }

        @Override
        List<String> notes() {
            return tasks.values().stream()
                    .flatMap(task -> task.notes().stream())
                    .toList();
        }

        @Override
        public Targets targets(String file) {
            Map<String, Targets.Part> parts = new LinkedHashMap<>();
            tasks.forEach((name, task) -> {
                List<Integer> places = task.places();
                TaskOptions of = Objects.requireNonNull(told.get(name));
                String column = of.targets() == null && places.size() == 1
                        ? header.cells().get(places.get(0))
                        : null;
                parts.put(name, TaskParts.part(file, name, task.targets(file), column, of));
            });
            return Targets.several(parts);
        }
    }
}
