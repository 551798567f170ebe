package dev.alambic.onnx.structure;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Disjoint sets of positions: what is cut together is one unit. A unit may be fixed, never to be cut, or only cut by
 * what may change the outputs; both have the first reason that was given.
 */
final class Units {
    private int[] parents = new int[1024];
    private int count;
    private final Map<Integer, String> fixed = new HashMap<>();
    private final Map<Integer, String> inexact = new HashMap<>();

    /** Returns {@code size} new units. */
    int[] fresh(int size) {
        int[] units = new int[size];
        if (count + size > parents.length) {
            parents = Arrays.copyOf(parents, Math.max(2 * parents.length, count + size));
        }
        for (int i = 0; i < size; i++) {
            parents[count] = count;
            units[i] = count++;
        }
        return units;
    }

    /** Returns the number that stands for the whole unit. */
    int root(int unit) {
        int root = unit;
        while (parents[root] != root) {
            parents[root] = parents[parents[root]];
            root = parents[root];
        }
        return root;
    }

    void join(int a, int b) {
        int kept = Math.min(root(a), root(b));
        int gone = Math.max(root(a), root(b));
        if (kept != gone) {
            parents[gone] = kept;
            move(fixed, gone, kept);
            move(inexact, gone, kept);
        }
    }

    private static void move(Map<Integer, String> reasons, int gone, int kept) {
        String reason = reasons.remove(gone);
        if (reason != null) {
            reasons.putIfAbsent(kept, reason);
        }
    }

    void fix(int unit, String reason) {
        fixed.putIfAbsent(root(unit), reason);
    }

    void markInexact(int unit, String reason) {
        inexact.putIfAbsent(root(unit), reason);
    }

    Optional<String> fixedBecause(int unit) {
        return Optional.ofNullable(fixed.get(root(unit)));
    }

    Optional<String> inexactBecause(int unit) {
        return Optional.ofNullable(inexact.get(root(unit)));
    }
}
