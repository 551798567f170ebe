package dev.alambic.data.set;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The groups of samples that keep their shares in every part of the data: of classes each class; of numbers ranges of
 * the first one with equally many samples; of several labels those whose rarest label is the same, so that rare ones
 * come into every part; of several tasks the groups of the first task of classes, or of the first at all. Some may have
 * no sample.
 */
final class Strata {
    private static final int MOST_RANGES = 10;
    private static final int LEAST_IN_RANGE = 50;

    /** Groups of labels with fewer samples join the largest. */
    private static final int LEAST_OF_LABEL = 10;

    private final int[] groups;
    private final List<String> names;

    private Strata(int[] groups, List<String> names) {
        this.groups = groups;
        this.names = List.copyOf(names);
    }

    static Strata of(Targets targets) {
        if (targets instanceof Targets.Classes classes) {
            return ofClasses(classes);
        }
        if (targets instanceof Targets.Numbers numbers) {
            return ofNumbers(numbers);
        }
        return targets instanceof Targets.Labels labels ? ofLabels(labels) : of(leading((Targets.Several) targets));
    }

    /** Returns for each sample the number of its group, from 0; not a copy. */
    int[] groups() {
        return groups;
    }

    int count() {
        return names.size();
    }

    /** Returns what a group is called in messages. */
    String name(int group) {
        return names.get(group);
    }

    private static Targets leading(Targets.Several several) {
        List<Targets> parts =
                several.parts().values().stream().map(Targets.Part::targets).toList();
        return parts.stream()
                .filter(part -> part instanceof Targets.Classes)
                .findFirst()
                .orElse(parts.get(0));
    }

    private static Strata ofClasses(Targets.Classes classes) {
        int known = classes.names().size();
        List<String> names = new ArrayList<>();
        classes.names().forEach(name -> names.add("class '" + name + "'"));
        if (classes.labelled() < classes.size()) {
            names.add("samples without label");
        }
        return new Strata(
                Arrays.stream(classes.labels())
                        .map(label -> label == Targets.UNLABELLED ? known : label)
                        .toArray(),
                names);
    }

    private static Strata ofNumbers(Targets.Numbers numbers) {
        int ranges = Math.max(1, Math.min(MOST_RANGES, numbers.size() / LEAST_IN_RANGE));
        long[] byValue = new long[numbers.size()];
        for (int i = 0; i < byValue.length; i++) {
            byValue[i] = ((long) inOrder(numbers.value(i, 0)) << 32) | i;
        }
        Arrays.sort(byValue);
        int[] of = new int[byValue.length];
        for (int rank = 0; rank < byValue.length; rank++) {
            of[(int) byValue[rank]] = (int) ((long) rank * ranges / byValue.length);
        }
        String first = numbers.names().get(0);
        return new Strata(
                of,
                IntStream.rangeClosed(1, ranges)
                        .mapToObj(
                                i -> ranges == 1 ? "the data" : "range " + i + " of " + ranges + " of '" + first + "'")
                        .toList());
    }

    /** Returns whole numbers that lie in the order of the floats. */
    private static int inOrder(float value) {
        int bits = Float.floatToIntBits(value);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }

    private static Strata ofLabels(Targets.Labels labels) {
        int[] counts = labels.counts();
        int[] of = new int[labels.size()];
        int[] members = new int[counts.length + 1];
        for (int i = 0; i < of.length; i++) {
            of[i] = rarest(labels, i, counts);
            members[of[i]]++;
        }
        int largest = 0;
        for (int group = 1; group < members.length; group++) {
            largest = members[group] > members[largest] ? group : largest;
        }
        int joined = largest;
        List<String> names = new ArrayList<>();
        labels.names().forEach(name -> names.add("label '" + name + "'"));
        names.add("samples that carry no label");
        return new Strata(
                Arrays.stream(of)
                        .map(group -> members[group] < LEAST_OF_LABEL ? joined : group)
                        .toArray(),
                names);
    }

    /** Returns the rarest label of a sample; the number of labels if it carries none. */
    private static int rarest(Targets.Labels labels, int sample, int[] counts) {
        int rarest = counts.length;
        for (int label = 0; label < counts.length; label++) {
            if (labels.has(sample, label) && (rarest == counts.length || counts[label] < counts[rarest])) {
                rarest = label;
            }
        }
        return rarest;
    }
}
