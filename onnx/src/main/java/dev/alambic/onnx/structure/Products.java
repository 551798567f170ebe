package dev.alambic.onnx.structure;

import java.util.List;

/** Gemm and MatMul: the axis summed over is shared by both factors, each other axis goes to the output. */
final class Products {

    private Products() {}

    static void gemm(Site site) {
        if (site.node().intAttribute("transA", 0) != 0 || site.rank(0) != 2 || site.rank(1) != 2) {
            return;
        }
        int inner = site.node().intAttribute("transB", 0) != 0 ? 1 : 0;
        site.tie(0, 1, 1, inner, PositionPairs.same(site.size(0, 1)));
        markComputed(site, 1);
        site.pass(0, 0, 0, 0);
        site.pass(1, 1 - inner, 0, 1);
        if (site.has(2)) {
            for (int axis = 0; axis < site.rank(2); axis++) {
                int output = axis + 2 - site.rank(2);
                long[] dims = site.outputDims(0);
                if (dims != null && site.size(2, axis) == dims[output] && dims[output] > 1) {
                    site.pass(2, axis, 0, output);
                }
            }
        }
    }

    static void matMul(Site site) {
        int a = site.rank(0);
        int b = site.rank(1);
        if (a < 2 || b < 2) {
            return;
        }
        int output = Math.max(a, b);
        site.tie(0, a - 1, 1, b - 2, PositionPairs.same(site.size(0, a - 1)));
        markComputed(site, a - 1);
        site.pass(0, a - 2, 0, output - 2);
        site.pass(1, b - 1, 0, output - 1);
        Broadcast.axes(site, List.of(0, 1), 0, output - 2);
    }

    /** Where neither factor is a constant, nothing says what a channel that is cut would have added. */
    private static void markComputed(Site site, int axis) {
        if (site.constant(0).isEmpty() && site.constant(1).isEmpty()) {
            site.inexact(0, axis, "sums over it with factors that are computed");
        }
    }
}
