package dev.alambic.exporter.importer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators by element: ONNX Runtime against the block, gradients against central differences. */
class ElementwiseTest {

    /** @param of makes z, in the domain of the function, of x */
    private static void check(long opset, String of, String call) {
        Layers.conformance(opset, """
                x: float[3, 4, 2]
                z = %s
                y = %s
                return y: float[a, b, c]
                """.formatted(of, call)).holds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sin",
                "Cos",
                "Atan",
                "Sinh",
                "Cosh",
                "Tanh",
                "Asinh",
                "Neg",
                "Abs",
                "Exp",
                "Erf",
                "Reciprocal",
                "Relu",
                "Sigmoid",
                "Softplus",
                "Softsign",
                "Floor",
                "Ceil",
                "Round",
                "Sign",
                "Elu",
                "Selu",
                "Celu",
                "HardSigmoid",
                "ThresholdedRelu",
                "LeakyRelu",
                "Shrink",
                "Mean",
                "Sum",
                "Max",
                "Min"
            })
    void functionsOfAnyNumber(String name) {
        check(17, "Neg(x)", name + "(z)");
    }

    @ParameterizedTest
    @CsvSource({
        "Asin,Tanh",
        "Acos,Tanh",
        "Atanh,Tanh",
        "Tan,Tanh",
        "Acosh,Cosh",
        "Log,Exp",
        "Sqrt,Exp",
        "Reciprocal,Cosh"
    })
    void functionsOfPartOfTheNumbers(String name, String domain) {
        check(13, domain + "(x)", name + "(z)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LeakyRelu(z) alpha=0.2",
                "Elu(z) alpha=0.7",
                "Selu(z) alpha=1.5 gamma=0.8",
                "Celu(z) alpha=0.4",
                "HardSigmoid(z) alpha=0.3 beta=0.4",
                "ThresholdedRelu(z) alpha=0.3",
                "Shrink(z) lambd=0.3 bias=0.2",
                "Clip(z, low, high)",
                "Clip(z, , high)",
                "Clip(z, low)",
                "Pow(z, two)",
                "Mod(z, two) fmod=1",
                "PRelu(z, slope)",
                "Dropout(z)"
            })
    void functionsWithParameters(String call) {
        Layers.conformance(17, """
                x: float[3, 4, 2]
                z = Neg(x)
                slope = Positive() dims=[4,1]
                low = Number() value=-0.6
                high = Number() value=0.7
                two = Number() value=2.0
                y = %s
                return y: float[a, b, c]
                """.formatted(call)).holds();
    }

    @ParameterizedTest
    @CsvSource({
        "18, Mish(z)",
        "20, Gelu(z)",
        "20, Gelu(z) approximate='tanh'",
        "14, HardSwish(z)",
        "24, Swish(z) alpha=0.7",
        "17, com.microsoft.Gelu(z)",
        "17, com.microsoft.QuickGelu(z) alpha=1.5",
        "17, com.microsoft.FastGelu(z)",
        "8, Clip(z) min=-0.5 max=0.4",
        "7, Dropout(z) ratio=0.3"
    })
    void functionsOfSomeOpsets(long opset, String call) {
        check(opset, "Neg(x)", call);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BiasGelu", "FastGelu"})
    void fusedBiases(String name) {
        Layers.conformance(17, """
                x: float[3, 4]
                b = Weight() dims=[4]
                y = com.microsoft.%s(x, b)
                return y: float[n, m]
                """.formatted(name)).holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Add", "Sub", "Mul", "Div", "Max", "Min", "Sum", "Mean"})
    void operandsAreBroadcast(String name) {
        Layers.conformance(13, """
                x: float[2, 1, 5]
                z = Neg(x)
                w = Positive() dims=[3,1]
                y = %s(z, w)
                return y: float[a, b, c]
                """.formatted(name)).holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Max", "Min", "Sum", "Mean"})
    void threeOperands(String name) {
        Layers.conformance(13, """
                x: float[2, 5]
                z = Neg(x)
                v = Weight() dims=[5]
                w = Weight() dims=[2,1]
                y = %s(z, v, w)
                return y: float[a, b]
                """.formatted(name)).holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual"})
    void conditionsChoose(String name) {
        Layers.conformance(16, """
                x: float[3, 4]
                r = Round(x)
                zero = Number() value=0.0
                c = %s(r, zero)
                n = Neg(x)
                t = Tanh(x)
                y = Where(c, n, t)
                return y: float[a, b]; c: bool[a, b]
                """.formatted(name)).holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"And", "Or", "Xor"})
    void truthValues(String name) {
        Layers.conformance(13, """
                x: bool[3, 4]
                z: bool[4]
                n = Not(x)
                y = %s(n, z)
                return y: bool[a, b]
                """.formatted(name)).outputsAgree();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "IsInf(q)",
                "IsInf(q) detect_negative=0",
                "IsInf(q) detect_positive=0",
                "IsInf(q) detect_positive=0 detect_negative=0",
                "IsNaN(q)"
            })
    void infinitiesAreFound(String call) {
        Layers.conformance(17, """
                x: float[3, 4]
                zero = Number() value=0.0
                r = Relu(x)
                s = Sign(x)
                q = Div(s, r)
                m = Min(s, r)
                y = %s
                return y: bool[a, b]
                """.formatted(call)).outputsAgree();
    }

    @Test
    void integersAreDividedTowardsZeroAndTheirRemainderHasTheSignOfTheDivisor() {
        Layers.conformance(13, """
                x: int64[4]
                a = Constant() value_ints=[7,-7,7,-7]
                b = Constant() value_ints=[3,3,-3,-3]
                c = Add(a, x)
                q = Div(c, b)
                m = Mod(c, b)
                f = Mod(c, b) fmod=1
                return q: int64[n]; m: int64[n]; f: int64[n]
                """).outputsAgree();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "6", "7", "9"})
    void castsToOtherTypesAndBack(long code) {
        Layers.conformance(13, """
                x: float[3, 4]
                i = Cast(x) to=%d
                y = CastLike(i, x)
                return y: float[a, b]
                """.replace("CastLike(i, x)", "Cast(i) to=1").formatted(code))
                .outputsAgree();
    }

    @Test
    void castLikeTakesTheTypeOfItsSecondInput() {
        Layers.conformance(15, """
                x: float[3, 4]
                z: int64[3]
                y = CastLike(x, z)
                return y: int64[a, b]
                """).outputsAgree();
    }
}
