package dev.alambic.onnx.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.UnsupportedModelException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ProbeTest {

    /** Takes rows of any length that a kernel of {@code width} fits into. */
    private static OnnxModel conv(int width) {
        return GraphText.model(
                "x: float[batch, 1, length]\ny = Conv(x, w)\nreturn y",
                b -> b.initializer("w", Tensor.ofFloats(new float[width], 1, 1, width)));
    }

    private static Tensor x(Map<String, Tensor> inputs) {
        return Objects.requireNonNull(inputs.get("x"));
    }

    @Test
    void theSmallestSizeThatRunsIsTaken() {
        assertThat(x(Probe.of(conv(2)).inputs()).dims()).containsExactly(2, 1, 2);
        assertThat(x(Probe.of(conv(3)).inputs()).dims()).containsExactly(2, 1, 32);
        assertThat(x(Probe.of(conv(33)).inputs()).dims()).containsExactly(2, 1, 224);
    }

    @Test
    void aModelThatRunsOnNoneIsRefused() {
        assertThatThrownBy(() -> Probe.of(conv(225)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("the model does not run on random inputs")
                .hasCauseInstanceOf(RuntimeException.class);
    }

    @Test
    void textIsRefusedByName() {
        OnnxModel model = GraphText.model("s: string[batch]\ny = Identity(s)\nreturn y", b -> {});

        assertThatThrownBy(() -> Probe.of(model))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("input 's': random values need a tensor of numbers");
    }

    @Test
    void outputsAreThoseOfTheInputs() {
        Probe probe = Probe.of(GraphText.model("x: float[batch, 3]\ny = Neg(x)\nreturn y", b -> {}));

        float[] fed = x(probe.inputs()).floats();
        float[] given = Objects.requireNonNull(probe.outputs().get("y")).floats();
        assertThat(given).hasSize(6);
        for (int i = 0; i < fed.length; i++) {
            assertThat(given[i]).isEqualTo(-fed[i]);
        }
    }

    @Test
    void samplesHaveTheSameSizesAndDifferFromEachOther() {
        Probe probe = Probe.of(conv(3));

        assertThat(probe.samples(3, 7)).hasSize(3).doesNotHaveDuplicates();
        assertThat(probe.samples(3, 7)).containsExactlyElementsOf(probe.samples(3, 7));
        assertThat(probe.samples(2, 8).iterator().next())
                .as("one seed goes on where the other is")
                .isNotEqualTo(probe.samples(2, 7).iterator().next());
        assertThat(x(probe.samples(1, 7).iterator().next()).dims()).containsExactly(2, 1, 32);
    }

    @Test
    void aSingleSampleKeepsTheSizesThatRun() {
        assertThat(x(Probe.of(conv(3)).single(0)).dims()).containsExactly(1, 1, 32);
    }
}
