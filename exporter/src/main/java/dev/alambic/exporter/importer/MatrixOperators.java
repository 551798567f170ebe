package dev.alambic.exporter.importer;

import ai.djl.ndarray.NDArray;

/** Products of matrices. */
final class MatrixOperators {

    private MatrixOperators() {}

    static void addTo(Operators operators) {
        operators
                .onCall("MatMul", call -> call.array(0).matMul(call.array(1)))
                .on("Einsum", Einsum::of)
                .on("Gemm", MatrixOperators::gemm)
                .on("com.microsoft::FusedMatMul", MatrixOperators::fusedMatMul);
    }

    /** alpha * op(A) * op(B) + beta * C. */
    private static Operator gemm(NodeView node) {
        boolean transposeA = node.flag("transA", false);
        boolean transposeB = node.flag("transB", false);
        double alpha = node.real("alpha", 1);
        double beta = node.real("beta", 1);
        return Operator.of(call -> {
            NDArray a = transposeA ? call.array(0).transpose(1, 0) : call.array(0);
            NDArray c = call.optional(2);
            if (transposeB
                    && alpha == 1
                    && beta == 1
                    && c != null
                    && c.getShape().dimension() == 1
                    && c.size() == call.shape(1).get(0)) {
                return a.getNDArrayInternal().linear(a, call.array(1), c).get(0);
            }
            NDArray b = transposeB ? call.array(1).transpose(1, 0) : call.array(1);
            NDArray product = scaled(call, a.matMul(b), alpha);
            return c == null ? product : product.add(scaled(call, c, beta));
        });
    }

    /** ONNX Runtime's operator: alpha * op(A) * op(B), where op may exchange the last two axes. */
    private static Operator fusedMatMul(NodeView node) {
        boolean transposeA = node.flag("transA", false);
        boolean transposeB = node.flag("transB", false);
        double alpha = node.real("alpha", 1);
        if (node.flag("transBatchA", false) || node.flag("transBatchB", false)) {
            throw node.refuse("batch axes in their order", "transBatchA or transBatchB");
        }
        return Operator.of(call -> {
            NDArray a = transposeA ? call.array(0).swapAxes(-2, -1) : call.array(0);
            NDArray b = transposeB ? call.array(1).swapAxes(-2, -1) : call.array(1);
            return scaled(call, a.matMul(b), alpha);
        });
    }

    private static NDArray scaled(Call call, NDArray x, double factor) {
        return factor == 1 ? x : x.mul(call.scalar(factor, x));
    }
}
