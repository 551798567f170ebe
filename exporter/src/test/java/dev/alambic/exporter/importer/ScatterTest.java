package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.input.RandomInputs;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Operators that read and write at positions. */
class ScatterTest {

    @ParameterizedTest
    @CsvSource({
        "11, ScatterElements, ''",
        "11, ScatterElements, 'axis=1'",
        "11, ScatterElements, 'axis=-1'",
        "18, ScatterElements, reduction='add'",
        "18, ScatterElements, reduction='mul'",
        "18, ScatterElements, reduction='max'",
        "18, ScatterElements, reduction='min'",
        "16, ScatterElements, reduction='none'",
        "9, Scatter, 'axis=1'"
    })
    void elementsAreWritten(long opset, String name, String attributes) {
        Layers.conformance(opset, """
                x: float[3, 4]
                w = Weight() dims=[2,3]
                i = Constant() value_ints=[0,1,2,1,0,-1] dims=[2,3]
                n = Neg(x)
                y = %s(n, i, w) %s
                return y: float[a, b]
                """.formatted(name, opset == 9 ? "axis=1" : attributes)
                        .replace("-1]", opset == 9 ? "2]" : "-1]"))
                .holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "mul", "max", "min"})
    void elementsThatAreHitTwiceCombine(String reduction) {
        Layers.conformance(18, """
                x: float[3, 4]
                w = Weight() dims=[3,3]
                i = Constant() value_ints=[0,1,1,0,1,-2,0,0,2] dims=[3,3]
                n = Neg(x)
                y = ScatterElements(n, i, w) reduction='%s'
                return y: float[a, b]
                """.formatted(reduction)).holds();
    }

    @ParameterizedTest
    @CsvSource({"11, ''", "16, reduction='add'", "16, reduction='mul'", "18, reduction='max'"})
    void slicesAreWritten(long opset, String attributes) {
        Layers.conformance(opset, """
                x: float[4, 3, 2]
                w = Weight() dims=[3,3,2]
                i = Constant() value_ints=[2,%d,-4] dims=[3,1]
                n = Neg(x)
                y = ScatterND(n, i, w) %s
                return y: float[a, b, c]
                """.formatted(attributes.isEmpty() ? 1 : 2, attributes))
                .holds();
    }

    @ParameterizedTest
    @CsvSource({"0, '[2,2]'", "1, '[2,2,1]'", "0, '[1,2,2]'", "1, '[2,1,2]'"})
    void tuplesAreRead(long batch, String dims) {
        Layers.conformance(12, """
                x: float[2, 3, 2]
                i = Constant() value_ints=[0,1,-1,1] dims=%s
                n = Neg(x)
                y = GatherND(n, i) batch_dims=%d
                return y
                """.formatted(dims, batch)).holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"axis=0", "axis=1", "axis=-1"})
    void elementsAreRead(String attributes) {
        Layers.conformance(13, """
                x: float[3, 4]
                i = Constant() value_ints=[0,-1,2,1,-2,0,0,1] dims=[2,4]
                n = Neg(x)
                y = GatherElements(n, i) %s
                return y: float[a, b]
                """.formatted(attributes)).holds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"axis=0", "axis=1", "axis=-1"})
    void slicesAreRead(String attributes) {
        Layers.conformance(13, """
                x: float[3, 4]
                w = Weight() dims=[3,4]
                i = Constant() value_ints=[0,-1,2,1] dims=[2,2]
                s = Add(x, w)
                y = Gather(s, i) %s
                z = Gather(w, i)
                return y; z
                """.formatted(attributes)).holds();
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0"})
    void sequencesAreReversed(long time, long batch) {
        Layers.conformance(10, """
                x: float[4, 4, 2]
                lengths = Constant() value_ints=[1,2,4,3]
                n = Neg(x)
                y = ReverseSequence(n, lengths) time_axis=%d batch_axis=%d
                return y: float[a, b, c]
                """.formatted(time, batch)).holds();
    }

    @Test
    void positionsOutsideAreRefused() {
        OnnxModel model = Layers.model(13, """
                x: float[2, 3]
                i = Constant() value_ints=[0,3] dims=[1,2]
                y = GatherND(x, i)
                return y: float[n]
                """);
        assertThatThrownBy(() -> Conformance.block(model, RandomInputs.of(model, Map.of(), 1)))
                .hasMessageContaining("an index lies inside the data (expected -3 to 2, was 3)");
    }
}
