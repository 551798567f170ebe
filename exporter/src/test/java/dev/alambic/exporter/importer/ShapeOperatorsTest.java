package dev.alambic.exporter.importer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators that move elements, and those that fill tensors by a rule. */
class ShapeOperatorsTest {

    private static void check(long opset, String call) {
        Layers.conformance(opset, """
                x: float[2, 1, 6]
                n = Neg(x)
                s = Constant() value_ints=[0,-1,3]
                one = Constant() value_ints=[1]
                back = Constant() value_ints=[-1]
                zero = Constant() value_ints=[0]
                two = Constant() value_ints=[2]
                end = Constant() value_ints=[100]
                start = Constant() value_ints=[-100]
                times = Constant() value_ints=[2,3,1]
                wide = Constant() value_ints=[4,1,6]
                sizes = Constant() value_ints=[1,0,5]
                w = Weight() dims=[2,6,6]
                y = %s
                return y
                """.formatted(call)).holds();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "13 | Reshape(n, s)",
                "13 | Flatten(n)",
                "13 | Flatten(n) axis=0",
                "13 | Flatten(n) axis=-1",
                "13 | Transpose(n)",
                "13 | Transpose(n) perm=[2,0,1]",
                "13 | Squeeze(n)",
                "13 | Squeeze(n, one)",
                "11 | Squeeze(n) axes=[1]",
                "13 | Unsqueeze(n, back)",
                "11 | Unsqueeze(n) axes=[0,3]",
                "13 | Concat(n, x, n) axis=1",
                "13 | Concat(n, w) axis=-2",
                "13 | Expand(n, times)",
                "13 | Tile(n, times)",
                "13 | Slice(n, zero, end, two)",
                "13 | Slice(n, back, start, two, back)",
                "13 | Slice(n, one, back, back)",
                "13 | Slice(n, one, end, two, two)",
                "9 | Slice(n) starts=[1,-3] ends=[2,-1] axes=[0,2]",
                "14 | Trilu(w)",
                "14 | Trilu(w, one)",
                "14 | Trilu(w, back) upper=0",
                "14 | Identity(n)",
                "13 | MatMul(n, w)",
                "17 | com.microsoft.FusedMatMul(n, w) transB=1 alpha=0.5"
            })
    void elementsMove(long opset, String call) {
        check(opset, call);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"11 | Split(n) axis=2", "11 | Split(n) axis=-1 split=[2,3,1]", "18 | Split(n) axis=2 num_outputs=3"
            })
    void partsOfAnAxis(long opset, String call) {
        Layers.conformance(opset, """
                x: float[2, 6, 6]
                n = Neg(x)
                a, b, c = %s
                return a; b; c
                """.formatted(call)).holds();
    }

    @Test
    void partsMayBeUnevenOrEmpty() {
        Layers.conformance(18, """
                x: float[2, 5]
                n = Neg(x)
                sizes = Constant() value_ints=[4,0,1]
                a, b, c = Split(n, sizes) axis=1
                d, e = Split(n) axis=1 num_outputs=2
                return a; b; c; d; e
                """).outputsAgree();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EyeLike(x)",
                "EyeLike(x) k=1",
                "EyeLike(x) k=-2 dtype=6",
                "ConstantOfShape(dims)",
                "Range(low, high, step)",
                "HannWindow(size)",
                "HammingWindow(size) periodic=0",
                "BlackmanWindow(size)"
            })
    void tensorsAreFilled(String call) {
        Layers.conformance(17, """
                x: float[4, 6]
                dims = Shape(x)
                low = Number() value=1.0
                high = Number() value=-2.0
                step = Number() value=-0.7
                size = Count() value=9
                y = %s
                return y
                """.formatted(call)).outputsAgree();
    }

    @Test
    void shapesAreComputedInJava() {
        Layers.conformance(15, """
                x: float[batch, 3, 4]
                s = Shape(x) end=1
                t = Shape(x) start=-2
                p = ReduceProd(t) keepdims=1
                d = Concat(s, p) axis=0
                n = Neg(x)
                y = Reshape(n, d)
                c = Size(x)
                return y: float[batch, m]; c: int64[]
                """).holds();
    }
}
