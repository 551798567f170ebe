package dev.alambic.onnx.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.graph.TensorType;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThatThrownBy(() -> Probe.of(conv(20_000)))
                .isInstanceOf(UnsupportedModelException.class)
                .hasMessageStartingWith("the model runs on none of the inputs that were made for it")
                .hasMessageContaining("give samples of yours")
                .hasCauseInstanceOf(RuntimeException.class);
    }

    @Test
    void wholeNumbersFitWhateverTheSeed() {
        OnnxModel regions = GraphText.model(
                "x: float[1, 1, 4, 4]\nwhich: int64[n]\ny = RoiAlign(x, boxes, which)\nreturn y",
                b -> b.initializer("boxes", Tensor.ofFloats(new float[] {0, 0, 2, 2, 1, 1, 3, 3}, 2, 4)));
        Probe probe = Probe.of(regions);

        try (Session session = Session.open(regions, SessionOptions.defaults())) {
            assertThat(probe.samples(8, 1))
                    .allSatisfy(sample -> assertThat(session.run(sample)).containsOnlyKeys("y"));
        }
    }

    @Test
    void aSizeThatIsWrittenAsASumIsOne() {
        Probe probe = Probe.of(GraphText.model("""
                past: float[batch, length, 4]
                now: float[batch, tokens, 4]
                mask: float[batch, length + tokens, 1]
                all = Concat(past, now) axis=1
                y = Mul(all, mask)
                return y
                """, b -> {}));

        assertThat(Objects.requireNonNull(probe.inputs().get("mask")).dims()).containsExactly(2, 4, 1);
    }

    @Test
    void aSizeThatIsTheSumOfOthersWithoutSayingSoIsFound() {
        Probe probe = Probe.of(GraphText.model("""
                past: float[batch, length, 4]
                now: float[batch, tokens, 4]
                mask: float[rows, total, 1]
                all = Concat(past, now) axis=1
                y = Mul(all, mask)
                return y
                """, b -> {}));

        assertThat(Objects.requireNonNull(probe.inputs().get("mask")).dims()[1]).isIn(1L, 4L);
    }

    @Test
    void aMultipleThatTheGraphNeedsIsFound() {
        Probe probe = Probe.of(GraphText.model("""
                x: float[batch, length]
                y = Reshape(x, shape)
                z = MatMul(y, w)
                return z
                """, b -> {
            b.initializer("shape", Tensor.ofLongs(new long[] {-1, 12}, 2));
            b.initializer("w", Tensor.ofFloats(new float[24], 12, 2));
        }));

        assertThat(x(probe.inputs()).elementCount() % 12).isZero();
    }

    @Test
    void anExtentWithoutANameIsFoundFromTheWeightBehindIt() {
        Probe probe = Probe.of(GraphText.model(
                "x: float[batch, features]\ny = MatMul(x, w)\nreturn y",
                b -> b.initializer("w", Tensor.ofFloats(new float[37 * 2], 37, 2))));

        assertThat(x(probe.inputs()).dims()).containsExactly(2, 37);
    }

    @Test
    void valuesAreSoughtOnWhichTheModelGivesNumbers() {
        Probe probe = Probe.of(GraphText.model("x: float[batch, 8]\ny = Log(x)\nreturn y", b -> {}));

        assertThat(probe.numbers()).isEqualTo(1);
        assertThat(x(probe.inputs()).floats()).doesNotContain(0f);
    }

    @Test
    void anInputThatIsComparedWithAConstantIsThatConstant() {
        Probe probe = Probe.of(GraphText.model(
                "rate: int64[1]\ny = Equal(rate, k)\nreturn y",
                b -> b.initializer("k", Tensor.ofLongs(new long[] {16_000}, 1))));

        assertThat(Objects.requireNonNull(probe.inputs().get("rate")).longs()).containsExactly(16_000);
    }

    /** ONNX Runtime ends the process if a whole number is divided by zero. */
    @ParameterizedTest
    @ValueSource(strings = {"y = Div(x, d)", "y = Mod(x, d)", "e = Cast(d) to=7\ny = Div(x, e)", "y = Range(a, b, d)"})
    void whatTheGraphDividesByIsNeverZero(String division) {
        Probe probe = Probe.of(GraphText.model(
                "x: int64[]\na: int64[]\nb: int64[]\nd: int64[]\n" + division
                        + "\nz = Add(x, a)\nu = Add(z, b)\nreturn y; u",
                b -> {}));

        for (Map<String, Tensor> inputs : probe.samples(20, 1)) {
            assertThat(Objects.requireNonNull(inputs.get("d")).longs()).doesNotContain(0);
        }
    }

    @Test
    void theSamplesThatAreKnownGoFirst() {
        Map<String, Tensor> sample = Map.of("x", Tensor.ofFloats(new float[40], 1, 1, 40));

        Probe probe = Probe.of(conv(3).withSamples(List.of(sample)));

        assertThat(probe.inputs()).isEqualTo(sample);
        assertThat(probe.samples(2, 0)).containsExactly(sample, sample);
    }

    @Test
    void textsAreMade() {
        OnnxModel model = GraphText.model("s: string[batch]\ny = Identity(s)\nreturn y", b -> {});

        assertThat(Objects.requireNonNull(Probe.of(model).inputs().get("s")).strings())
                .hasSize(2);
    }

    @Test
    void outputsThatAreNoTensorsAreLeftOut() {
        OnnxModel model =
                GraphText.model("x: float[batch, 2]\ny = Neg(x)\ns = SequenceConstruct(y)\nreturn y; s", b -> {});

        assertThat(Probe.of(model).outputs()).containsOnlyKeys("y");
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

    /** An input of which the model says no more than that it holds floats. */
    private static OnnxModel open(String text, Consumer<Graph.Builder> constants) {
        return GraphText.model(text, constants)
                .mapGraph(graph -> graph.edit(out -> out.inputs(graph.inputs().stream()
                        .map(input -> input.withType(new TensorType(
                                Objects.requireNonNull(input.type()).elementType(), null)))
                        .toList())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Conv(x, kernel)                | 4",
                "Conv(x, line)                  | 3",
                "MatMul(x, w)                   | 2",
                "Gemm(x, w)                     | 2",
                "Transpose(x) perm=[0,2,3,1,4]  | 5",
                "MaxPool(x) kernel_shape=[1,1]  | 4",
                "Reshape(x, nine)               | 2"
            })
    void aRankThatNobodySaysIsThatOfWhatReadsIt(String call, int rank) {
        OnnxModel model = open("x: float[a]\nh = Relu(x)\ny = " + call.replace("(x", "(h") + "\nreturn y", b -> {
            b.initializer("kernel", Tensor.ofFloats(new float[54], 2, 3, 3, 3));
            b.initializer("line", Tensor.ofFloats(new float[18], 2, 3, 3));
            b.initializer("w", Tensor.ofFloats(new float[35], 5, 7));
            b.initializer("nine", Tensor.ofLongs(new long[] {-1, 9}, 2));
        });

        assertThat(x(Probe.of(model).inputs()).rank()).isEqualTo(rank);
    }
}
