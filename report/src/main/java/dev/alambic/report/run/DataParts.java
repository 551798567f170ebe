package dev.alambic.report.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The samples of a run.
 *
 * @param classes samples of each class by part, {@code train -> cat -> 120}; empty where numbers are learnt
 * @param samples of each part, in the order {@code train}, {@code validation}, {@code test}
 * @param notes what reading has left out or decided, one sentence each
 */
public record DataParts(Map<String, Integer> samples, Map<String, Map<String, Integer>> classes, List<String> notes) {

    public DataParts {
        samples = Collections.unmodifiableMap(new LinkedHashMap<>(samples));
        classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        notes = List.copyOf(notes);
    }
}
