package dev.alambic.data.survey;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What there is in a source of labelled data.
 *
 * @param source as it was named
 * @param kind {@code image}, {@code table} or {@code text}
 * @param samples that can be read
 * @param classes samples by class and then by part
 * @param facts what else there is, by what it is called
 * @param findings what is suspicious
 */
public record Survey(
        String source,
        String kind,
        int samples,
        Map<String, Map<String, Integer>> classes,
        Map<String, String> facts,
        List<Finding> findings) {

    public Survey {
        classes = Collections.unmodifiableMap(new LinkedHashMap<>(classes));
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        findings = List.copyOf(findings);
    }
}
