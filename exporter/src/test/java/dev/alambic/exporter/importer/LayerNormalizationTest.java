package dev.alambic.exporter.importer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayerNormalizationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y = LayerNormalization(n, w)",
                "y = LayerNormalization(n, w, b) epsilon=0.1",
                "y = LayerNormalization(n, v, c) axis=1",
                "y, m, d = LayerNormalization(n, w, b)",
                "y, m, d = LayerNormalization(n, v, c) axis=-2"
            })
    void lastAxes(String call) {
        Layers.conformance(17, """
                x: float[2, 3, 5]
                n = Neg(x)
                w = Weight() dims=[5]
                b = Weight() dims=[5]
                v = Weight() dims=[3,5]
                c = Weight() dims=[3,5]
                %s
                return y: float[a, b, c]
                """.formatted(call)).holds();
    }

    @Test
    void statisticsAreOutputs() {
        Layers.conformance(17, """
                x: float[2, 3, 5]
                n = Neg(x)
                w = Weight() dims=[5]
                y, m, d = LayerNormalization(n, w)
                return y: float[a, b, c]; m: float[a, b, e]; d: float[a, b, e]
                """).holds();
    }

    @Test
    void operatorOfTheRuntimeBeforeTheStandardHadOne() {
        Layers.conformance(12, """
                x: float[2, 3, 5]
                n = Neg(x)
                w = Weight() dims=[5]
                b = Weight() dims=[5]
                y = LayerNormalization(n, w, b) axis=-1
                return y: float[a, b, c]
                """).holds();
    }

    @Test
    void residualConnection() {
        Layers.conformance(17, """
                x: float[2, 3, 5]
                z: float[2, 3, 5]
                g = Weight() dims=[5]
                b = Weight() dims=[5]
                c = Weight() dims=[5]
                y, , , s = com.microsoft.SkipLayerNormalization(x, z, g, b, c)
                return y: float[a, b, c]; s: float[a, b, c]
                """).holds();
    }
}
