package dev.alambic.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.bench.record.Likeness;
import dev.alambic.bench.record.Quality;
import dev.alambic.bench.workload.Candidate;
import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTrialTest {

    private static final List<Map<String, Tensor>> SAMPLES = List.of(
            Map.of("x", Tensor.ofFloats(new float[] {1, 0, 0, 1}, 2, 2)),
            Map.of("x", Tensor.ofFloats(new float[] {2, 1}, 1, 2)));

    @TempDir
    Path folder;

    private Candidate model(String name, String operator, float... weights) {
        return written(name, product(operator, weights));
    }

    private Candidate written(String name, OnnxModel model) {
        Path file = folder.resolve(name + ".onnx");
        model.write(file);
        return new Candidate(name, file);
    }

    private static OnnxModel product(String operator, float... weights) {
        return GraphText.model(
                """
                x: float[batch, 2]
                h = MatMul(x, w)
                y = %s(h)
                return y: float[batch, 2]
                """.formatted(operator), graph -> graph.initializer("w", Tensor.ofFloats(weights, 2, 2)));
    }

    private List<Quality> measure(List<Integer> labels, Candidate... candidates) {
        return List.copyOf(OutputTrial.measure(List.of(candidates), any -> SAMPLES, labels, SessionOptions.defaults())
                .values());
    }

    @Test
    void classifiersAreComparedWithLabelsAndWithTheBaseline() {
        List<Quality> measured = measure(
                List.of(0, 1, 1), model("same", "Identity", 1, 0, 0, 1), model("swapped", "Softmax", 0, 1, 1, 0));

        assertThat(measured.get(0).accuracy()).isEqualTo(2 / 3.0);
        assertThat(measured.get(0).likeness()).isNull();
        assertThat(measured.get(1).accuracy()).isEqualTo(1 / 3.0);
        assertThat(measured.get(1).samples()).isEqualTo(3);
        assertThat(Objects.requireNonNull(measured.get(1).likeness()).agreement())
                .isZero();
    }

    /** One number's cosine is always 1 or -1: what counts is on which side of one half it lies. */
    @Test
    void oneProbabilityIsJudgedByItsThreshold() {
        List<Quality> measured = measure(List.of(0, 1, 1), detector("own", 2), detector("shifted", -1));

        assertThat(measured.get(0).accuracy()).isEqualTo(1 / 3.0);
        Likeness likeness = Objects.requireNonNull(measured.get(1).likeness());
        assertThat(likeness.agreement()).isZero();
        assertThat(likeness.cosine()).isNull();
        assertThat(likeness.divergence()).isPositive();
    }

    private Candidate detector(String name, float weight) {
        return written(
                name,
                GraphText.model(
                        """
                        x: float[batch, 2]
                        h = MatMul(x, w)
                        y = Sigmoid(h)
                        return y: float[batch, 1]
                        """, graph -> graph.initializer("w", Tensor.ofFloats(new float[] {weight, -weight}, 2, 1))));
    }

    @Test
    void whatEndsInSomethingElseIsNoClassifier() {
        List<Quality> measured =
                measure(List.of(), model("one", "Relu", 1, 0, 0, 1), model("half", "Relu", 0.5f, 0, 0, 0.5f));

        assertThat(measured.get(1).accuracy()).isNull();
        assertThat(Objects.requireNonNull(measured.get(1).likeness()).agreement())
                .isNull();
        assertThat(Objects.requireNonNull(measured.get(1).likeness()).cosine()).isEqualTo(1);
        assertThat(Objects.requireNonNull(measured.get(1).likeness()).relativeError())
                .isEqualTo(0.5);
    }

    @Test
    void aBiasAfterTheProductAndANewFormKeepAClassifier() {
        OnnxModel model = GraphText.model("""
                x: float[batch, 2]
                h = MatMul(x, w)
                b = Add(bias, h)
                y = Reshape(b, shape)
                return y: float[batch, 2]
                """, graph -> {
            graph.initializer("w", Tensor.ofFloats(new float[4], 2, 2));
            graph.initializer("bias", Tensor.ofFloats(new float[2], 2));
            graph.initializer("shape", Tensor.ofLongs(new long[] {-1, 2}, 2));
        });

        assertThat(AnswerKind.of(model, "y", 2)).isEqualTo(AnswerKind.CLASSES);
        assertThat(AnswerKind.of(product("Tanh", 0, 0, 0, 0), "y", 2)).isEqualTo(AnswerKind.VALUES);
    }
}
