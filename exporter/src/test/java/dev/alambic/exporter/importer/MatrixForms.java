package dev.alambic.exporter.importer;

import java.util.List;

/** Forms of normalizations, products of matrices and losses. */
final class MatrixForms {

    private MatrixForms() {}

    static void addTo(OperatorForms all) {
        addNormalizations(all);
        addMatrices(all);
        addLosses(all);
    }

    private static void addNormalizations(OperatorForms all) {
        for (String dims : List.of("2,4,5,6", "1,4,3,3", "2,4,1,2")) {
            String parameters = """
                    x: float[%s]
                    scale = Weight() dims=[4]
                    bias = Weight() dims=[4]
                    mean = Weight() dims=[4]
                    var = Positive() dims=[4]
                    few = Weight() dims=[2]
                    less = Weight() dims=[2]
                    row = Weight() dims=[%s]
                    """.formatted(dims, dims.substring(dims.lastIndexOf(',') + 1));
            String end = "\nreturn y";
            for (String call : List.of(
                    "BatchNormalization(x, scale, bias, mean, var)",
                    "InstanceNormalization(x, scale, bias)",
                    "LpNormalization(x) axis=1",
                    "LpNormalization(x) axis=1 p=1",
                    "LRN(x) size=3 alpha=0.3",
                    "LRN(x) size=1 alpha=0.3",
                    "MeanVarianceNormalization(x) axes=[1]")) {
                all.graph(dims, 13, call, parameters + "y = " + call + end);
            }
            all.graph(
                    dims,
                    18,
                    "GroupNormalization(x, few, less) num_groups=2",
                    parameters + "y = GroupNormalization(x, few, less) num_groups=2" + end);
            all.graph(
                    dims,
                    21,
                    "GroupNormalization(x, scale, bias) num_groups=2",
                    parameters + "y = GroupNormalization(x, scale, bias) num_groups=2" + end);
            all.graph(dims, 23, "RMSNormalization(x, row)", parameters + "y = RMSNormalization(x, row)" + end);
            all.graph(
                    dims,
                    17,
                    "LayerNormalization(x, row, row)",
                    parameters + "y = LayerNormalization(x, row, row)" + end);
            all.graph(
                    dims,
                    17,
                    "LayerNormalization(x, row)",
                    parameters + "y, m, s = LayerNormalization(x, row)\nreturn y; m; s");
        }
        for (String dims : OperatorForms.TENSORS) {
            String last = dims.substring(dims.lastIndexOf(',') + 1);
            for (String inputs : List.of("x, w, row, row", "x, w, row", "x, w, row, row, row")) {
                String call = "com.microsoft.SkipLayerNormalization(" + inputs + ") epsilon=0.01";
                all.graph(dims, 17, call, """
                        x: float[%1$s]
                        w = Weight() dims=[%1$s]
                        row = Weight() dims=[%2$s]
                        y, , , s = %3$s
                        return y; s
                        """.formatted(dims, last, call));
            }
        }
    }

    private static void addMatrices(OperatorForms all) {
        for (String dims : List.of("2,3", "1,3", "2,1", "1,1")) {
            String[] extents = dims.split(",");
            String prelude = """
                    x: float[%1$s,%2$s]
                    n = Neg(x)
                    r = Transpose(n)
                    m = Weight() dims=[%2$s,2]
                    o = Weight() dims=[%2$s,1]
                    f = Weight() dims=[2,%2$s]
                    b = Weight() dims=[2]
                    one = Weight() dims=[1]
                    a = Weight() dims=[%1$s,1]
                    """.formatted(extents[0], extents[1]);
            for (String call : List.of(
                    "MatMul(n, m)",
                    "MatMul(n, o)",
                    "Gemm(n, m)",
                    "Gemm(n, m, b)",
                    "Gemm(n, f, b) transB=1",
                    "Gemm(n, f, b) transB=1 alpha=0.5 beta=0.3",
                    "Gemm(r, m, b) transA=1",
                    "Gemm(n, m, one)",
                    "Gemm(n, m, a)",
                    "Gemm(n, o, one)",
                    "com.microsoft.FusedMatMul(n, m) alpha=0.5",
                    "com.microsoft.FusedMatMul(n, f) transB=1",
                    "com.microsoft.FusedMatMul(r, m) transA=1",
                    "Einsum(n) equation='ij->ij'",
                    "Einsum(n) equation='ij->ji'",
                    "Einsum(n) equation='ij->i'",
                    "Einsum(n) equation='ij->'",
                    "Einsum(n, m) equation='ij,jk->ik'",
                    "Einsum(n, n) equation='ij,ij->ij'",
                    "Einsum(n, m, b) equation='ij,jk,k->i'",
                    "Einsum(n, m, b) equation='ij,jk,k->ijk'")) {
                all.graph(dims, 13, call, prelude + "y = " + call + "\nreturn y");
            }
        }
        for (String dims : OperatorForms.TENSORS) {
            String last = dims.substring(dims.lastIndexOf(',') + 1);
            all.graph(dims, 13, "MatMul(x, w)", """
                    x: float[%s]
                    w = Weight() dims=[%s,3]
                    y = MatMul(x, w)
                    return y
                    """.formatted(dims, last));
            all.graph(dims, 13, "MatMul(x, v)", """
                    x: float[%s]
                    v = Weight() dims=[%s]
                    y = MatMul(x, v)
                    return y
                    """.formatted(dims, last));
        }
        all.graph("2,2,2", 13, "Einsum(x) equation='bii->bi'", """
                x: float[2, 2, 2]
                y = Einsum(x) equation='bii->bi'
                return y
                """);
    }

    private static void addLosses(OperatorForms all) {
        for (String form : List.of("", " reduction='sum'", " reduction='none'", " ignore_index=2")) {
            for (int batch : new int[] {3, 1}) {
                for (String inputs : List.of("t", "t, w")) {
                    String prelude = """
                            x: float[%d, 3]
                            l = LogSoftmax(x)
                            t = Constant() value_ints=[%s]
                            w = Positive() dims=[3]
                            """.formatted(batch, batch == 1 ? "1" : "0,2,1");
                    for (String call : List.of(
                            "NegativeLogLikelihoodLoss(l, " + inputs + ")" + form,
                            "SoftmaxCrossEntropyLoss(x, " + inputs + ")" + form)) {
                        all.graph(batch + ",3", 13, call, prelude + "y = " + call + "\nreturn y");
                    }
                }
            }
        }
    }
}
