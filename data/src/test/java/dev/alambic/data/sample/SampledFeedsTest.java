package dev.alambic.data.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Bytes;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SampledFeedsTest {

    private static final OnnxModel FREE = model("x: float[batch, side]");
    private static final OnnxModel FIXED = model("x: float[2, 2]");

    private static OnnxModel model(String input) {
        return GraphText.model(input + "\ny = Relu(x)\nreturn y", builder -> {});
    }

    private static SampledFeeds feeds(OnnxModel model, List<Tensor> samples) {
        return new SampledFeeds(InputSamples.of(samples, sample -> Map.of("x", sample), "here"), model);
    }

    private static Tensor rows(int rows, float... values) {
        return Tensor.ofFloats(values, rows, values.length / rows);
    }

    private static Tensor fed(SampledFeeds feeds, int batch) {
        return Objects.requireNonNull(feeds.of(batch).get("x"), "x");
    }

    @Test
    void samplesAreJoinedAndCutToTheBatchAndBeginAgain() {
        SampledFeeds feeds = feeds(FREE, List.of(rows(2, 1, 2, 3, 4), rows(1, 5, 6)));
        assertThat(fed(feeds, 1).floats()).containsExactly(1, 2);
        assertThat(fed(feeds, 2).floats()).containsExactly(1, 2, 3, 4);
        Tensor four = fed(feeds, 4);
        assertThat(four.dims()).containsExactly(4, 2);
        assertThat(four.floats()).containsExactly(1, 2, 3, 4, 5, 6, 1, 2);
    }

    @Test
    void inputOfFixedSizeIsTakenAsItIs() {
        assertThat(fed(feeds(FIXED, List.of(rows(2, 1, 2, 3, 4))), 1).floats()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void inputsWhoseFirstAxesAreNotOneStayTogether() {
        Map<String, Tensor> sample = Map.of("x", rows(2, 1, 2, 3, 4), "s", rows(3, 1, 2, 3, 4, 5, 6));
        InputSamples samples = InputSamples.of(List.of(sample), each -> each, "here");

        for (String other : List.of("s: float[time, 2]", "s: float[3, batch]")) {
            OnnxModel model = GraphText.model(
                    "x: float[batch, 2]\n" + other + "\ny = Relu(x)\nt = Relu(s)\nreturn y; t", builder -> {});

            assertThat(new SampledFeeds(samples, model).of(1)).isEqualTo(sample);
        }
    }

    @Test
    void textsAreJoined() {
        Tensor texts = Tensor.ofStrings(List.of(Bytes.utf8("a"), Bytes.utf8("b")), 2, 1);
        OnnxModel model = GraphText.model("x: string[batch, 1]\ny = Identity(x)\nreturn y", builder -> {});

        assertThat(fed(feeds(model, List.of(texts)), 3).strings())
                .extracting(Bytes::asUtf8)
                .containsExactly("a", "b", "a");
    }

    @Test
    void samplesOfDifferentSizesAreNotJoined() {
        SampledFeeds feeds = feeds(FREE, List.of(rows(1, 1, 2), rows(1, 3)));
        assertThatThrownBy(() -> feeds.of(2))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageStartingWith("here: samples of one size to be joined");
    }

    @Test
    void noSamplesAreRefused() {
        assertThatThrownBy(() -> feeds(FREE, List.of()).of(1)).hasMessage("here: no samples to run on");
    }
}
