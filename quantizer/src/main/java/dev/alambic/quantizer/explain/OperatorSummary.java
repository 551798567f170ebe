package dev.alambic.quantizer.explain;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the nodes of one operator are executed.
 *
 * @param other neither on integers nor in floating point
 * @param kernels how many of the nodes are executed as, or as part of, which operator
 */
public record OperatorSummary(
        String operator, int nodes, int integer, int floating, int other, Map<String, Integer> kernels) {
    public OperatorSummary {
        kernels = Collections.unmodifiableMap(new TreeMap<>(kernels));
    }
}
