package dev.alambic.exporter.importer;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Padding in every mode, and cropping. */
class PaddingTest {

    @ParameterizedTest
    @CsvSource({
        "13, constant, '[0,1,2,3]'",
        "13, constant, '[-1,1,2,-2]'",
        "13, reflect, '[1,2,1,3]'",
        "13, edge, '[0,2,3,1]'",
        "19, wrap, '[1,2,1,3]'",
        "13, edge, '[1,-1,0,-1]'",
        "11, reflect, '[2,0,0,1]'"
    })
    void everyMode(long opset, String mode, String widths) {
        Layers.conformance(opset, """
                x: float[3, 5]
                pads = Constant() value_ints=%s
                n = Neg(x)
                y = Pad(n, pads) mode='%s'
                return y: float[a, b]
                """.formatted(widths, mode)).holds();
    }

    @ParameterizedTest
    @CsvSource({"constant", "reflect", "edge"})
    void someAxes(String mode) {
        Layers.conformance(18, """
                x: float[2, 3, 5]
                pads = Constant() value_ints=[1,2,0,1]
                axes = Constant() value_ints=[-1,1]
                value = Number() value=0.5
                n = Neg(x)
                y = Pad(n, pads, value, axes) mode='%s'
                return y: float[a, b, c]
                """.formatted(mode)).holds();
    }

    @ParameterizedTest
    @CsvSource({"constant", "reflect", "edge"})
    void widthsWereAttributesOnce(String mode) {
        Layers.conformance(10, """
                x: float[3, 5]
                n = Neg(x)
                y = Pad(n) pads=[0,1,2,3] mode='%s' value=0.25
                return y: float[a, b]
                """.formatted(mode)).holds();
    }

    @ParameterizedTest
    @CsvSource({"'[2,9]', ''", "'[6,4]', ''", "'[3]', axes=[1]", "'[8,2]', 'axes=[-1,0]'"})
    void centreIsKept(String shape, String attributes) {
        Layers.conformance(18, """
                x: float[3, 5]
                shape = Constant() value_ints=%s
                n = Neg(x)
                y = CenterCropPad(n, shape) %s
                return y: float[a, b]
                """.formatted(shape, attributes)).holds();
    }
}
