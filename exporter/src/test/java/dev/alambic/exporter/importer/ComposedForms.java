package dev.alambic.exporter.importer;

import java.util.List;

/** Forms of several nodes that are one, and of parameters that are computed. */
final class ComposedForms {

    private ComposedForms() {}

    static void addTo(OperatorForms all) {
        addFused(all);
        addComputedParameters(all);
    }

    /** What the importer puts in place of several nodes; the call is that of the node that takes their place. */
    private static void addFused(OperatorForms all) {
        String gelu = """
                x: float[%s]
                root = Number() value=1.4142135
                one = Number() value=1.0
                half = Number() value=0.5
                d = Div(x, root)
                e = Erf(d)
                a = Add(e, one)
                m = Mul(x, a)
                y = Mul(m, half)
                return y
                """;
        String linear = """
                x: float[%s]
                w = Weight() dims=[%s,3]
                b = Weight() dims=[3]
                m = MatMul(x, w)
                y = Add(m, b)
                return y
                """;
        String normalization = """
                x: float[%s]
                two = Number() value=2.0
                tiny = Number() value=0.01
                scale = Weight() dims=[%s]
                bias = Weight() dims=[%s]
                m = ReduceMean(x) axes=[-1]
                d = Sub(x, m)
                s = Pow(d, two)
                v = ReduceMean(s) axes=[-1]
                e = Add(v, tiny)
                r = Sqrt(e)
                n = Div(d, r)
                g = Mul(n, scale)
                y = Add(g, bias)
                return y
                """;
        for (String dims : OperatorForms.TENSORS) {
            String last = dims.substring(dims.lastIndexOf(',') + 1);
            all.graph(dims, 17, "alambic.Gelu(x)", gelu.formatted(dims));
            all.graph(dims, 17, "alambic.Linear(x, w, b)", linear.formatted(dims, last));
            all.graph(
                    dims, 17, "alambic.LayerNormalization(x, scale, bias)", normalization.formatted(dims, last, last));
        }
    }

    /** What is a constant in most graphs, but may be computed from weights. */
    private static void addComputedParameters(OperatorForms all) {
        String prelude = """
                x: float[2, 3]
                w = Weight() dims=[3]
                low = ReduceMin(w) keepdims=0
                high = ReduceMax(w) keepdims=0
                two = Number() value=2.0
                pads = Constant() value_ints=[0,1,1,-1]
                lower = Sub(low, two)
                step = Div(two, lower)
                """;
        for (String call : List.of(
                "Clip(x, low, high)",
                "Clip(x, low)",
                "Clip(x, , high)",
                "Pad(x, pads, low)",
                "Range(two, lower, step)",
                "Pow(s, high)")) {
            all.graph("2,3", 13, call, prelude + "s = Exp(x)\nv = " + call + "\ny = Neg(v)\nreturn y; s");
        }
        all.graph("2,1,3", 15, "BatchNormalization(x, s, b, w, v) training_mode=1", """
                x: float[2, 1, 3]
                s = Weight() dims=[1]
                b = Weight() dims=[1]
                w = Weight() dims=[1]
                v = Positive() dims=[1]
                y, m, d = BatchNormalization(x, s, b, w, v) training_mode=1
                return y; m
                """);
    }
}
