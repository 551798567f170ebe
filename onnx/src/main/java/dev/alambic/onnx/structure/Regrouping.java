package dev.alambic.onnx.structure;

import java.util.ArrayList;
import java.util.List;

/**
 * How the axes before and after a Reshape correspond: runs of axes of the same product, as short as possible.
 *
 * <p>[2, 5, 12, 32] seen as [2, 5, 384], for example, is three runs: 2 and 2, 5 and 5, (12, 32) and 384.
 */
final class Regrouping {

    /**
     * Axes {@code from} to before {@code to} of the input, {@code outputFrom} to before {@code outputTo} of the output.
     */
    record Run(int from, int to, int outputFrom, int outputTo) {

        boolean isSingle() {
            return to - from == 1 && outputTo - outputFrom == 1;
        }
    }

    private Regrouping() {}

    /** Returns the runs; the products of both are the same and not zero. */
    static List<Run> of(long[] before, long[] after) {
        List<Run> runs = new ArrayList<>();
        int i = 0;
        int o = 0;
        while (i < before.length && o < after.length) {
            int from = i;
            int outputFrom = o;
            long inner = before[i++];
            long outer = after[o++];
            while (inner != outer) {
                if (inner < outer) {
                    inner *= before[i++];
                } else {
                    outer *= after[o++];
                }
            }
            runs.add(new Run(from, i, outputFrom, o));
        }
        return runs;
    }
}
