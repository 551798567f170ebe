package dev.alambic.data.survey;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds samples that are the same, and classes that are small. */
final class Comparison {
    /** Below this a class is hardly learnt, and its accuracy says little. */
    private static final int FEW = 10;

    private static final String TRAIN = "train";

    private Comparison() {}

    static Map<String, Map<String, Integer>> counts(List<Item> items, List<String> classes) {
        Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
        classes.forEach(name -> counts.put(name, new LinkedHashMap<>()));
        items.forEach(item -> counts.computeIfAbsent(item.label(), name -> new LinkedHashMap<>())
                .merge(item.part(), 1, Integer::sum));
        return counts;
    }

    /** @param what samples are called */
    static List<Finding> findings(List<Item> items, String what) {
        List<String> duplicates = new ArrayList<>();
        List<String> leaks = new ArrayList<>();
        List<String> contradictions = new ArrayList<>();
        int repeated = 0;
        for (List<Item> group : same(items).values()) {
            repeated += group.size() - 1;
            duplicates.add(names(group));
            if (group.stream().map(Item::part).distinct().count() > 1) {
                leaks.add(names(group));
            }
            if (group.stream().map(Item::label).distinct().count() > 1) {
                contradictions.add(group.stream()
                        .limit(2 * Finding.SHOWN)
                        .map(item -> item.name() + " is '" + item.label() + "'")
                        .collect(Collectors.joining(", ")));
            }
        }
        List<Finding> findings = new ArrayList<>();
        add(findings, "the same " + what + " again, exactly", repeated, duplicates);
        add(findings, "the same " + what + " in two parts, so that a test is no test", leaks.size(), leaks);
        add(findings, "the same " + what + " under two labels", contradictions.size(), contradictions);
        return findings;
    }

    /** Returns the samples that are there more than once, by their keys. */
    private static Map<Long, List<Item>> same(List<Item> items) {
        long[] keys = items.stream().mapToLong(Item::key).toArray();
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        Map<Long, List<Item>> same = new LinkedHashMap<>();
        for (int i = 0; i < keys.length; i++) {
            int at = Arrays.binarySearch(sorted, keys[i]);
            boolean again =
                    (at > 0 && sorted[at - 1] == keys[i]) || (at + 1 < keys.length && sorted[at + 1] == keys[i]);
            if (again) {
                same.computeIfAbsent(keys[i], key -> new ArrayList<>()).add(items.get(i));
            }
        }
        return same;
    }

    /** Adds classes that are small. */
    static void addSmall(List<Finding> findings, List<Item> items) {
        List<String> few = items.stream()
                .filter(item -> item.part().equals(TRAIN))
                .collect(Collectors.groupingBy(Item::label, LinkedHashMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() < FEW)
                .map(entry -> "'" + entry.getKey() + "' has " + entry.getValue())
                .toList();
        add(findings, "classes of fewer than " + FEW + " samples to train on", few.size(), few);
    }

    static void add(List<Finding> findings, String kind, int count, List<String> examples) {
        if (count > 0) {
            findings.add(new Finding(kind, count, examples));
        }
    }

    private static String names(List<Item> group) {
        String first = group.stream().limit(2 * Finding.SHOWN).map(Item::name).collect(Collectors.joining(" = "));
        return group.size() > 2 * Finding.SHOWN ? first + " = …" : first;
    }
}
