package dev.alambic.exporter.importer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reductions in every form of their axes, and operators that work along one axis. */
class ReductionTest {

    private static void check(long opset, String call) {
        Layers.conformance(opset, """
                x: float[3, 4, 2]
                z = Exp(x)
                axes = Constant() value_ints=[0,-1]
                y = %s
                return y
                """.formatted(call)).holds();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ReduceSum",
                "ReduceMean",
                "ReduceMax",
                "ReduceMin",
                "ReduceProd",
                "ReduceL1",
                "ReduceL2",
                "ReduceSumSquare",
                "ReduceLogSum",
                "ReduceLogSumExp"
            })
    void everyFormOfAxes(String name) {
        check(11, name + "(z)");
        check(11, name + "(z) keepdims=0");
        check(11, name + "(z) axes=[1]");
        check(11, name + "(z) axes=[-1,0] keepdims=0");
        check(18, name + "(z)");
        check(18, name + "(z, axes)");
        check(18, name + "(z, axes) keepdims=0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd"})
    void noAxesMayMeanNone(String name) {
        check(18, name + "(z) noop_with_empty_axes=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceMean"})
    void integersKeepTheirType(String name) {
        Layers.conformance(11, """
                x: int32[3, 4]
                a = Add(x, x)
                y = %s(a) axes=[1]
                return y: int32[a, b]
                """.formatted(name)).outputsAgree();
    }

    @Test
    void theLogarithmOfASumOfExponentialsDoesNotOverflow() {
        Layers.conformance(13, """
                x: float[3, 4]
                hundred = Number() value=100.0
                z = Mul(x, hundred)
                y = ReduceLogSumExp(z) axes=[1]
                return y: float[a, b]
                """).outputsAgree();
    }

    @ParameterizedTest
    @CsvSource({
        "13, Softmax(z)",
        "13, Softmax(z) axis=1",
        "11, Softmax(z)",
        "11, Softmax(z) axis=2",
        "11, Softmax(z) axis=0",
        "13, LogSoftmax(z) axis=-2",
        "11, LogSoftmax(z) axis=1"
    })
    void softmaxOfBothMeanings(long opset, String call) {
        check(opset, call);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "exclusive=1", "reverse=1", "exclusive=1 reverse=1"})
    void cumulativeSums(String attributes) {
        Layers.conformance(14, """
                x: float[3, 4, 2]
                axis = Constant() value_ints=[1] int32=1
                z = Neg(x)
                y = CumSum(z, axis) %s
                return y: float[a, b, c]
                """.formatted(attributes)).holds();
    }
}
