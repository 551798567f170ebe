package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Writes rows over, or into, rows of an array. The engine has no scattered sums: rows that are hit more than once are
 * written in as many rounds, each of which hits a row at most once. Without a reduction the last hit counts.
 */
record Scattering(BinaryOperator<NDArray> reduction, boolean replaces) {

    static Scattering of(NodeView node) {
        return switch (node.oneOf("reduction", "none", "add", "mul", "max", "min")) {
            case "add" -> new Scattering(NDArray::add, false);
            case "mul" -> new Scattering(NDArray::mul, false);
            case "max" -> new Scattering(NDArray::maximum, false);
            case "min" -> new Scattering(NDArray::minimum, false);
            default -> new Scattering((old, update) -> update, true);
        };
    }

    /**
     * Returns {@code rows} with update i combined with row {@code targets[i]}.
     *
     * @param rows [rows, width]
     * @param updates [targets, width]
     */
    NDArray apply(Call call, NDArray rows, NDArray updates, long[] targets) {
        NDArray result = rows;
        for (long[] round : rounds(targets)) {
            long[] hit = new long[round.length];
            for (int i = 0; i < round.length; i++) {
                hit[i] = targets[(int) round[i]];
            }
            result = write(call, result, round.length == targets.length ? updates : picked(call, updates, round), hit);
        }
        return result;
    }

    private NDArray write(Call call, NDArray rows, NDArray updates, long[] hit) {
        long width = rows.getShape().get(1);
        NDArray positions = call.create(hit, hit.length, 1).repeat(1, width);
        NDArray written = replaces ? updates : reduction.apply(rows.gather(positions, 0), updates);
        return rows.scatter(positions, written, 0);
    }

    private static NDArray picked(Call call, NDArray updates, long[] positions) {
        return updates.gather(
                call.create(positions, positions.length, 1)
                        .repeat(1, updates.getShape().get(1)),
                0);
    }

    /** Returns the positions of updates by round; the last hits alone if they replace. */
    private List<long[]> rounds(long[] targets) {
        Map<Long, Integer> hits = new HashMap<>();
        List<List<Long>> rounds = new ArrayList<>();
        for (int i = targets.length - 1; i >= 0; i--) {
            int round = hits.merge(targets[i], 1, Integer::sum) - 1;
            if (replaces && round > 0) {
                continue;
            }
            if (round == rounds.size()) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round).add(0L + i);
        }
        return rounds.stream()
                .map(round -> round.stream().mapToLong(Long::longValue).sorted().toArray())
                .toList();
    }
}
