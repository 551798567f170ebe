package dev.alambic.data.set;

import dev.alambic.onnx.TaskInfo;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the samples of a {@link Dataset} are to be answered with, one entry a sample. */
public sealed interface Targets {

    /** Returns the number of samples. */
    int size();

    /** Returns what the answers are called: the classes, the labels, or the numbers of a sample. */
    List<String> names();

    /** Returns the entries at these indices, in this order. */
    Targets subset(int[] indices);

    /** Returns what a sample is to be answered with, as people read it; empty where nobody knows. */
    String said(int sample);

    /** Returns whether {@code other} are answers of the same kind and names. */
    boolean isLike(Targets other);

    /** The label of a sample whose class nobody knows. */
    int UNLABELLED = -1;

    /**
     * One class for each sample.
     *
     * @param names at least 2, all different
     * @param labels index of the class of each sample, or {@link #UNLABELLED}
     */
    static Classes classes(List<String> names, int[] labels) {
        return new Classes(List.copyOf(names), labels.clone());
    }

    /**
     * Numbers for each sample.
     *
     * @param names at least 1, all different; with the units, if they say them
     * @param values [samples][names], in the units of the file, finite
     */
    static Numbers numbers(List<String> names, float[][] values) {
        float[] all = new float[Math.multiplyExact(values.length, names.size())];
        for (int i = 0; i < values.length; i++) {
            if (values[i].length != names.size()) {
                throw new IllegalArgumentException("row " + i + ": one number a target (expected " + names.size()
                        + ", was " + values[i].length + ")");
            }
            System.arraycopy(values[i], 0, all, i * names.size(), names.size());
        }
        return numbers(names, all);
    }

    /**
     * Numbers for each sample, which keep the given values without a copy.
     *
     * @param names at least 1, all different; with the units, if they say them
     * @param values [samples * names], in the units of the file, finite
     */
    static Numbers numbers(List<String> names, float[] values) {
        return new Numbers(List.copyOf(names), values);
    }

    /**
     * Any subset of several labels for each sample, which keeps the given flags without a copy.
     *
     * @param names at least 1, all different
     * @param carried [samples * names], 1 where a sample carries a label, else 0
     */
    static Labels labels(List<String> names, byte[] carried) {
        return new Labels(List.copyOf(names), carried);
    }

    /** One of several classes. */
    final class Classes implements Targets {
        /** Numbers that are more than these are hardly classes. */
        private static final int MOST_NUMBERS = 50;

        private final List<String> names;
        private final int[] labels;

        private Classes(List<String> names, int[] labels) {
            this.names = names;
            this.labels = labels;
            if (names.size() < 2 || new HashSet<>(names).size() != names.size()) {
                throw new IllegalArgumentException("at least 2 distinct classes are needed, was " + names);
            }
            for (int label : labels) {
                if (label != UNLABELLED && (label < 0 || label >= names.size())) {
                    throw new IllegalArgumentException(
                            "a label is an index of a class (expected below " + names.size() + ", was " + label + ")");
                }
            }
        }

        @Override
        public int size() {
            return labels.length;
        }

        @Override
        public List<String> names() {
            return names;
        }

        /** Returns the class index of a sample, or {@link #UNLABELLED}. */
        public int label(int index) {
            return labels[index];
        }

        @Override
        public String said(int sample) {
            return labels[sample] == UNLABELLED ? "" : names.get(labels[sample]);
        }

        /** Returns the class index of each sample. */
        public int[] labels() {
            return labels.clone();
        }

        @Override
        public Classes subset(int[] indices) {
            return new Classes(
                    names, Arrays.stream(indices).map(index -> labels[index]).toArray());
        }

        @Override
        public boolean isLike(Targets other) {
            return other instanceof Classes classes && classes.names.equals(names);
        }

        /** Returns how many samples have a label. */
        public int labelled() {
            return (int)
                    Arrays.stream(labels).filter(label -> label != UNLABELLED).count();
        }

        /** Returns what speaks against taking them for classes, in a sentence; empty if nothing does. */
        public Optional<String> doubt() {
            return names.size() > MOST_NUMBERS && names.stream().allMatch(Classes::isNumber)
                    ? Optional.of(names.size() + " classes that are all numbers look like a regression"
                            + " (task: regression, or --target-column)")
                    : Optional.empty();
        }

        private static boolean isNumber(String name) {
            try {
                return Double.isFinite(Double.parseDouble(name));
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return names.size() + " classes";
        }
    }

    /** One or more numbers. */
    final class Numbers implements Targets {
        private final List<String> names;
        private final float[] values;

        private Numbers(List<String> names, float[] values) {
            this.names = names;
            this.values = values;
            if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
                throw new IllegalArgumentException("at least 1 target, all of other names, was " + names);
            }
            for (int i = 0; i < values.length; i++) {
                if (!Float.isFinite(values[i])) {
                    throw new IllegalArgumentException(
                            "row " + i / names.size() + ": target '" + names.get(i % names.size())
                                    + "' is a number (expected a finite one, was " + values[i] + ")");
                }
            }
        }

        @Override
        public int size() {
            return values.length / names.size();
        }

        @Override
        public List<String> names() {
            return names;
        }

        /** Returns a number of a sample, in the units of the file. */
        public float value(int sample, int target) {
            return values[sample * names.size() + target];
        }

        @Override
        public String said(int sample) {
            return IntStream.range(0, names.size())
                    .mapToObj(target -> (names.size() == 1 ? "" : names.get(target) + " ") + value(sample, target))
                    .collect(Collectors.joining(", "));
        }

        @Override
        public Numbers subset(int[] indices) {
            int width = names.size();
            float[] some = new float[indices.length * width];
            for (int i = 0; i < indices.length; i++) {
                System.arraycopy(values, indices[i] * width, some, i * width, width);
            }
            return new Numbers(names, some);
        }

        @Override
        public boolean isLike(Targets other) {
            return other instanceof Numbers numbers && numbers.names.equals(names);
        }

        @Override
        public String toString() {
            return names.size() == 1 ? "1 target" : names.size() + " targets";
        }
    }

    /** Any subset of several labels. */
    final class Labels implements Targets {
        private final List<String> names;
        private final byte[] carried;

        private Labels(List<String> names, byte[] carried) {
            this.names = names;
            this.carried = carried;
            if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
                throw new IllegalArgumentException("at least 1 label, all of other names, was " + names);
            }
            if (carried.length % names.size() != 0) {
                throw new IllegalArgumentException("labels: one flag a label and sample (expected a multiple of "
                        + names.size() + ", was " + carried.length + ")");
            }
            for (byte flag : carried) {
                if (flag != 0 && flag != 1) {
                    throw new IllegalArgumentException("a label is carried or not (expected 0 or 1, was " + flag + ")");
                }
            }
        }

        @Override
        public int size() {
            return carried.length / names.size();
        }

        @Override
        public List<String> names() {
            return names;
        }

        /** Returns whether a sample carries a label. */
        public boolean has(int sample, int label) {
            return carried[sample * names.size() + label] == 1;
        }

        /** Returns the names of the labels that a sample carries. */
        public List<String> of(int sample) {
            return IntStream.range(0, names.size())
                    .filter(label -> has(sample, label))
                    .mapToObj(names::get)
                    .toList();
        }

        @Override
        public String said(int sample) {
            return String.join(", ", of(sample));
        }

        /** Returns how many samples carry each label. */
        public int[] counts() {
            int[] counts = new int[names.size()];
            for (int i = 0; i < carried.length; i++) {
                counts[i % counts.length] += carried[i];
            }
            return counts;
        }

        @Override
        public Labels subset(int[] indices) {
            int width = names.size();
            byte[] some = new byte[indices.length * width];
            for (int i = 0; i < indices.length; i++) {
                System.arraycopy(carried, indices[i] * width, some, i * width, width);
            }
            return new Labels(names, some);
        }

        @Override
        public boolean isLike(Targets other) {
            return other instanceof Labels labels && labels.names.equals(names);
        }

        @Override
        public String toString() {
            return names.size() == 1 ? "1 label" : names.size() + " labels";
        }
    }

    /** Answers to several tasks at once. */
    final class Several implements Targets {
        private final Map<String, Part> parts;

        private Several(Map<String, Part> parts) {
            this.parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
            if (parts.isEmpty()
                    || parts.values().stream()
                                    .mapToInt(part -> part.targets.size())
                                    .distinct()
                                    .count()
                            > 1) {
                throw new IllegalArgumentException(
                        "tasks: at least one, all of as many samples (was " + parts.keySet() + ")");
            }
        }

        /** Returns what each task is answered with, by its name. */
        public Map<String, Part> parts() {
            return parts;
        }

        @Override
        public int size() {
            return first().size();
        }

        private Targets first() {
            return parts.values().iterator().next().targets;
        }

        /** Returns the values of all tasks, {@code task.value}. */
        @Override
        public List<String> names() {
            Map<String, List<String>> names = new LinkedHashMap<>();
            parts.forEach((task, part) -> names.put(task, part.targets.names()));
            return TaskInfo.rowNames(names);
        }

        @Override
        public String said(int sample) {
            return parts.entrySet().stream()
                    .map(part -> part.getKey() + ": " + part.getValue().targets.said(sample))
                    .collect(Collectors.joining("; "));
        }

        @Override
        public Several subset(int[] indices) {
            return mapped(targets -> targets.subset(indices));
        }

        private Several mapped(UnaryOperator<Targets> change) {
            Map<String, Part> changed = new LinkedHashMap<>();
            parts.forEach(
                    (name, part) -> changed.put(name, new Part(change.apply(part.targets), part.column, part.groups)));
            return new Several(changed);
        }

        @Override
        public boolean isLike(Targets other) {
            if (!(other instanceof Several several)
                    || !List.copyOf(several.parts.keySet()).equals(List.copyOf(parts.keySet()))) {
                return false;
            }
            List<Part> others = List.copyOf(several.parts.values());
            List<Part> own = List.copyOf(parts.values());
            return IntStream.range(0, own.size())
                    .allMatch(i -> own.get(i).targets.isLike(others.get(i).targets));
        }

        @Override
        public String toString() {
            return parts.entrySet().stream()
                    .map(part -> part.getKey() + ": " + part.getValue().targets)
                    .collect(Collectors.joining(", "));
        }
    }

    /**
     * Answers to one of several tasks, and where they came from.
     *
     * @param column of a table; null where several columns hold them, or what is not a table
     * @param groups see {@link dev.alambic.data.file.TaskOptions#groups}
     */
    record Part(Targets targets, @Nullable String column, Map<String, List<String>> groups) {}

    /** Answers to several tasks by their names, in the order of the answers. */
    static Several several(Map<String, Part> parts) {
        return new Several(parts);
    }
}
