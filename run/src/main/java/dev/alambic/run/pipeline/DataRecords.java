package dev.alambic.run.pipeline;

import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Targets;
import dev.alambic.report.run.DataParts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts the samples of a run, part by part. */
final class DataRecords {

    private DataRecords() {}

    static DataParts of(Splits splits) {
        Map<String, Dataset> parts = new LinkedHashMap<>();
        parts.put("train", splits.train());
        parts.put("validation", splits.validation());
        parts.put("test", splits.test());
        Map<String, Integer> samples = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> classes = new LinkedHashMap<>();
        parts.forEach((name, part) -> {
            samples.put(name, part.size());
            if (part.targets() instanceof Targets.Classes) {
                classes.put(name, counts(part.classes(), part.classCounts()));
            } else if (part.targets() instanceof Targets.Labels labels) {
                classes.put(name, counts(labels.names(), labels.counts()));
            }
        });
        return new DataParts(samples, classes, splits.train().notes());
    }

    private static Map<String, Integer> counts(List<String> names, int[] each) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i < each.length; i++) {
            counts.put(names.get(i), each[i]);
        }
        return counts;
    }
}
