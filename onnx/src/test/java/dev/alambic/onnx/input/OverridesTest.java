package dev.alambic.onnx.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.DataType;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.ValueInfo;
import dev.alambic.onnx.runtime.SessionFolder;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class OverridesTest {

    private static Map<String, Tensor> of(OnnxModel model) {
        try (SessionFolder folder = SessionFolder.create()) {
            return Overrides.of(model, Probe.of(model, folder).inputs(), folder);
        }
    }

    private static Tensor value(Map<String, Tensor> varied, String input) {
        return Objects.requireNonNull(varied.get(input), input);
    }

    private static Map<String, Tensor> of(String text, Consumer<Graph.Builder> defaults) {
        return of(GraphText.model(text, defaults));
    }

    @Test
    void aConstantIsNotVaried() {
        assertThat(of("x: float[2]\ny = Mul(x, k)\nreturn y", b -> b.initializer("k", Tensor.scalar(2f))))
                .isEmpty();
    }

    @Test
    void positiveDefaultsStayPositive() {
        Map<String, Tensor> varied = of(
                "x: float[2]\nk: float[3]\nr = Sqrt(k)\nm = ReduceMin(r) keepdims=0\ny = Mul(x, m)\nreturn y",
                b -> b.initializer("k", Tensor.ofFloats(new float[] {0, 1e-3f, 100}, 3)));

        assertThat(varied).containsOnlyKeys("k");
        float[] values = value(varied, "k").floats();
        assertThat(values).hasSize(3).doesNotContain(0, 1e-3f, 100);
        assertThat(values[0]).isPositive();
        assertThat(values[1]).isBetween(1e-3f, 1f);
    }

    @Test
    void integersTakeTheFirstValuesThatRun() {
        Map<String, Tensor> varied = of(
                "x: float[6]\nshape: int64[2]\ny = Reshape(x, shape)\nreturn y",
                b -> b.initializer("shape", Tensor.ofLongs(new long[] {2, 3}, 2)));

        assertThat(varied).as("nothing else fits 6 numbers").isEmpty();
        Map<String, Tensor> picked = of(
                "x: float[6]\nfirst: int64[1]\ny = Gather(x, first)\nreturn y",
                b -> b.initializer("first", Tensor.ofLongs(new long[] {5}, 1)));
        assertThat(value(picked, "first").longs()).as("6 would lie outside").containsExactly(4);
    }

    @Test
    void truthValuesAreTurned() {
        Map<String, Tensor> varied = of(
                "x: float[2]\nc: bool[2]\nn = Neg(x)\ny = Where(c, x, n)\nreturn y",
                b -> b.initializer("c", Tensor.ofBytes(DataType.BOOL, new byte[] {1, 0}, 2)));

        assertThat(varied.get("c")).isEqualTo(Tensor.ofBytes(DataType.BOOL, new byte[] {0, 1}, 2));
    }

    @Test
    void filesOfTheOldFormatListEveryInitializerAsInput() {
        OnnxModel model = GraphText.model(
                "x: float[2]\nk: float[]\ny = Mul(x, k)\nreturn y", b -> b.initializer("k", Tensor.scalar(2f)));

        assertThat(of(model)).containsOnlyKeys("k");
        assertThat(of(model.withIrVersion(3))).isEmpty();
    }

    @Test
    void theSameModelIsVariedTheSameWay() {
        OnnxModel model = GraphText.model(
                "x: float[2]\nk: float[2]\ny = Mul(x, k)\nreturn y",
                b -> b.initializer("k", Tensor.ofFloats(new float[] {2, -3}, 2)));

        assertThat(of(model)).isEqualTo(of(model));
    }

    @Test
    void aFreedInputMustBeFed() {
        OnnxModel model = GraphText.model(
                "x: float[2]\nk: float[]\ny = Mul(x, k)\nreturn y", b -> b.initializer("k", Tensor.scalar(2f)));

        assertThat(Overrides.freed(model, of(model).keySet()).graph().requiredInputs())
                .extracting(ValueInfo::name)
                .containsExactly("x", "k");
    }
}
