package dev.alambic.exporter.importer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators that choose elements by their values. */
class SelectionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ArgMax(r)",
                "ArgMax(r) axis=1 keepdims=0",
                "ArgMax(r) axis=-1 select_last_index=1",
                "ArgMin(r) axis=1",
                "ArgMin(r) axis=2 keepdims=0 select_last_index=1"
            })
    void extremaAmongEquals(String call) {
        Layers.conformance(13, """
                x: float[3, 9, 4]
                r = Round(x)
                y = %s
                return y
                """.formatted(call)).outputsAgree();
    }

    @ParameterizedTest
    @CsvSource({"13, -1", "13, 1", "11, 1", "11, 2"})
    void hardmaxOfBothMeanings(long opset, long axis) {
        Layers.conformance(opset, """
                x: float[3, 4, 5]
                r = Round(x)
                y = Hardmax(r) axis=%d
                return y: float[a, b, c]
                """.formatted(axis)).outputsAgree();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "largest=0", "axis=1", "axis=0 largest=0", "axis=-2"})
    void theLargestAreSortedAndPassTheirGradientOn(String attributes) {
        Layers.conformance(11, """
                x: float[3, 5, 4]
                k = Constant() value_ints=[2]
                n = Neg(x)
                y, i = TopK(n, k) %s
                return y: float[a, b, c]; i: int64[a, b, c]
                """.formatted(attributes)).holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "largest=0"})
    void ofEqualElementsTheFirstCounts(String attributes) {
        Layers.conformance(11, """
                x: float[4, 40]
                k = Constant() value_ints=[30]
                r = Round(x)
                y, i = TopK(r, k) %s
                return y: float[a, b]; i: int64[a, b]
                """.formatted(attributes)).outputsAgree();
    }

    @Test
    void anAxisThatIsNotTheLast() {
        Layers.conformance(11, """
                x: float[2, 30, 3]
                k = Constant() value_ints=[20]
                r = Round(x)
                y, i = TopK(r, k) axis=1
                return y: float[a, b, c]; i: int64[a, b, c]
                """).outputsAgree();
    }

    @Test
    void theNumberOfTheLargestWasAnAttributeOnce() {
        Layers.conformance(9, """
                x: float[3, 5]
                y, i = TopK(x) k=3
                return y: float[a, b]; i: int64[a, b]
                """).holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "axis=0", "axis=1", "axis=-2"})
    void oneHotVectorsOfClasses(String attributes) {
        Layers.conformance(11, """
                x: float[2]
                depth = Constant() value_ints=[4]
                i = Constant() value_ints=[0,2,3,-1,-4,1] dims=[2,3]
                n = Neg(x)
                y = OneHot(i, depth, n) %s
                return y: float[a, b, c]
                """.formatted(attributes)).holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "axis=1", "axis=-2"})
    void conditionsKeepSlices(String attributes) {
        Layers.conformance(11, """
                x: float[3, 4]
                i = Constant() value_ints=[0,1,1]
                c = Cast(i) to=9
                n = Neg(x)
                y = Compress(n, c) %s
                return y
                """.formatted(attributes)).holds();
    }

    @Test
    void positionsOfWhatIsNotZero() {
        Layers.conformance(13, """
                x: float[3, 4, 2]
                r = Round(x)
                y = NonZero(r)
                return y: int64[rank, n]
                """).outputsAgree();
    }
}
