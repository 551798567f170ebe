package dev.alambic.run.pipeline;

import dev.alambic.data.set.Dataset;
import dev.alambic.data.set.Splits;
import dev.alambic.data.set.Targets;
import dev.alambic.report.run.DataParts;
import java.util.LinkedHashMap;
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
                classes.put(name, counts(part));
            }
        });
        return new DataParts(samples, classes, splits.train().notes());
    }

    private static Map<String, Integer> counts(Dataset part) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        int[] each = part.classCounts();
        for (int i = 0; i < each.length; i++) {
            counts.put(part.classes().get(i), each[i]);
        }
        return counts;
    }
}
