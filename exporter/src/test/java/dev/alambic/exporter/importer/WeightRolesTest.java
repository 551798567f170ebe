package dev.alambic.exporter.importer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.nn.Parameter;
import dev.alambic.onnx.OnnxModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which constants of a graph are trained. */
class WeightRolesTest {

    private static List<String> trained(String text) {
        OnnxModel model = Layers.model(17, text);
        return TrainableGraph.of(model).getParameters().values().stream()
                .filter(Parameter::requiresGradient)
                .map(Parameter::getName)
                .toList();
    }

    @Test
    void weightsAndBiasesOfLayersAreTrained() {
        assertThat(trained("""
                        x: float[n, 4]
                        w = Weight() dims=[4,3]
                        b = Weight() dims=[3]
                        v = Weight() dims=[1,3]
                        c = Weight() dims=[1]
                        h = MatMul(x, w)
                        i = Add(h, b)
                        r = Relu(i)
                        y = Gemm(r, v, c) transB=1
                        return y
                        """)).containsExactly("w", "b", "v", "c");
    }

    @Test
    void theBiasOfASingleOutputIsTrained() {
        assertThat(trained("""
                        x: float[n, 4]
                        w = Weight() dims=[4,1]
                        b = Weight() dims=[1]
                        h = MatMul(x, w)
                        y = Add(h, b)
                        return y
                        """)).containsExactly("w", "b");
    }

    @Test
    void standardizationOfTheInputIsNotTrained() {
        assertThat(trained("""
                        x: float[n, 4]
                        mean = Weight() dims=[4]
                        scale = Positive() dims=[4]
                        w = Weight() dims=[4,3]
                        d = Sub(x, mean)
                        s = Div(d, scale)
                        y = MatMul(s, w)
                        return y
                        """)).containsExactly("w");
    }

    @Test
    void sizesBoundsAndExponentsAreNotTrained() {
        assertThat(trained("""
                        x: float[n, 4]
                        w = Weight() dims=[4,3]
                        low = Number() value=-1.0
                        two = Number() value=2.0
                        half = Constant() value_floats=[0.5]
                        exponents = Constant() value_floats=[2.0,2.0,2.0]
                        h = MatMul(x, w)
                        c = Clip(h, low)
                        p = Pow(c, exponents)
                        q = Mul(p, half)
                        y = Div(q, two)
                        return y
                        """)).containsExactly("w");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-10000.0", "-3.4E38", "-Infinity"})
    void masksOfAttentionAreNotTrained(String masked) {
        assertThat(trained("""
                        x: float[n, 2]
                        w = Weight() dims=[2,2]
                        mask = Constant() value_floats=[0.0,%s]
                        h = MatMul(x, w)
                        m = Add(h, mask)
                        y = Softmax(m)
                        return y
                        """.formatted(masked))).containsExactly("w");
    }

    @Test
    void statisticsMoveWithoutAGradient() {
        OnnxModel model = Layers.model(17, """
                x: float[n, 3, 4]
                scale = Positive() dims=[3]
                bias = Weight() dims=[3]
                mean = Weight() dims=[3]
                variance = Positive() dims=[3]
                y = BatchNormalization(x, scale, bias, mean, variance)
                return y
                """);
        assertThat(TrainableGraph.of(model).getParameters().values())
                .extracting(Parameter::getName, Parameter::requiresGradient)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("scale", true),
                        org.assertj.core.groups.Tuple.tuple("bias", true),
                        org.assertj.core.groups.Tuple.tuple("mean", false),
                        org.assertj.core.groups.Tuple.tuple("variance", false));
    }

    @Test
    void initialStatesOfRecurrentLayersAreNotTrained() {
        assertThat(trained("""
                        x: float[5, 2, 3]
                        w = Weight() dims=[1,12,3]
                        r = Weight() dims=[1,12,3]
                        b = Weight() dims=[1,24]
                        h = Weight() dims=[1,2,3]
                        c = Weight() dims=[1,2,3]
                        y = LSTM(x, w, r, b, , h, c) hidden_size=3
                        return y
                        """)).containsExactly("w", "r", "b");
    }

    @Test
    void aTableThatIsAlsoReadAsACondition() {
        assertThat(trained("""
                        x: float[n, 3]
                        w = Weight() dims=[3]
                        h = Neg(x)
                        a = Add(h, w)
                        c = Greater(h, w)
                        y = Where(c, a, h)
                        return y
                        """)).isEmpty();
    }
}
