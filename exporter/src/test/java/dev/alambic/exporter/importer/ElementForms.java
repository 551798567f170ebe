package dev.alambic.exporter.importer;

import java.util.List;

/** Forms of operators that take elements one by one. */
final class ElementForms {

    private ElementForms() {}

    static void addTo(OperatorForms all) {
        addElementwise(all);
    }

    private static void addElementwise(OperatorForms all) {
        for (String name :
                "Neg Abs Exp Erf Sin Cos Atan Sinh Cosh Tanh Asinh Relu Sigmoid Softplus Softsign Elu Selu Celu"
                        .split(" ")) {
            all.elements(13, name + "(n)");
        }
        all.elements(13, "Sqrt(p)", "Log(p)", "Reciprocal(p)", "Asin(t)", "Acos(t)", "Atanh(t)", "Tan(t)", "Acosh(h)");
        all.elements(
                13, "HardSigmoid(n)", "ThresholdedRelu(n) alpha=0.3", "LeakyRelu(n)", "Shrink(n) lambd=0.3 bias=0.2");
        all.tensors(13, "PRelu(n, slope)");
        all.elements(13, "Clip(n, low, high)", "Clip(n)", "Pow(p, two)", "Pow(p, w)", "Mod(n, v) fmod=1");
        all.elements(13, "Cast(n) to=1", "Dropout(n)");
        all.elements(15, "CastLike(n, w)");
        all.elements(14, "HardSwish(n)");
        all.elements(18, "Mish(n)");
        all.elements(20, "Gelu(n)", "Gelu(n) approximate='tanh'");
        all.elements(24, "Swish(n)", "Swish(n) alpha=0.7");
        all.elements(17, "com.microsoft.Gelu(n)", "com.microsoft.QuickGelu(n)", "com.microsoft.FastGelu(n)");
        all.tensors(17, "com.microsoft.FastGelu(n, row)", "com.microsoft.BiasGelu(n, row)");
        for (String name : List.of("Add", "Sub", "Mul", "Div")) {
            all.tensors(13, name + "(n, v)", name + "(n, slope)", name + "(p, p)");
        }
        for (String name : List.of("Sum", "Mean", "Max", "Min")) {
            all.tensors(13, name + "(n)", name + "(n, w)", name + "(n, w, single)");
        }
        for (String dims : OperatorForms.TENSORS) {
            all.graph(dims, 13, "Where(c, n, w)", """
                    x: float[%s]
                    n = Neg(x)
                    w = Weight() dims=[%s]
                    zero = Number() value=0.0
                    c = Greater(x, zero)
                    t = Tanh(w)
                    y = Where(c, n, t)
                    return y
                    """.formatted(dims, dims));
        }
    }
}
