package dev.alambic.quantizer.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.quantizer.Calibration;
import dev.alambic.quantizer.Quantizer;
import dev.alambic.quantizer.calibrate.Range;
import dev.alambic.quantizer.int8.Int8Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is learned of a model with state, and compared, goes from call to call. */
class StateDiffTest {
    private static final int STEPS = 100;

    /** Adds {@code factor} times what it is given to its state, and tells whether the sum is 50 or more. */
    private static OnnxModel sum(float factor) {
        return GraphText.model("""
            x: float[1, 2]
            state: float[1, 2]
            part = MatMul(x, w)
            new_state = Add(part, state)
            far = Sub(new_state, fifty)
            all = MatMul(far, first)
            yes = Sigmoid(all)
            return yes: float[1, 1]; new_state: float[1, 2]
            """, b -> {
            b.initializer("w", Tensor.ofFloats(new float[] {factor, 0, 0, factor}, 2, 2));
            b.initializer("fifty", Tensor.ofFloats(new float[] {50, 50}, 2));
            b.initializer("first", Tensor.ofFloats(new float[] {1, 0}, 2, 1));
        });
    }

    private static List<Map<String, Tensor>> ones() {
        List<Map<String, Tensor>> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(Map.of("x", Tensor.ofFloats(new float[] {1, 1}, 1, 2)));
        }
        return steps;
    }

    @Test
    void errorThatAddsUpIsSeenFromCallToCall() {
        ModelDiff diff = ModelDiff.of(sum(1), sum(1.02f), ones());

        StepDifference state = diff.steps().get(1);
        assertThat(state.value()).isEqualTo("new_state");
        assertThat(state.first()).isCloseTo(0.02, within(1e-3)); // float sums of 1.02
        assertThat(state.last()).isCloseTo(2, within(1e-2));
        assertThat(state.worstStep()).isEqualTo(STEPS);
        // call n is n times 0.02 off, and 0.02 with the state of the first model: 50.5 times on average
        assertThat(state.growth()).isCloseTo(50.5, within(0.5));
        assertThat(state.agreement()).isNull();
    }

    @Test
    void decisionsAreCountedWhereTheAnswerIsAProbability() {
        StepDifference yes = ModelDiff.of(sum(1), sum(1.02f), ones()).steps().get(0);

        assertThat(yes.value()).isEqualTo("yes");
        // 1.02 n passes 50 at call 50 (n = 49.02), as n does: 49.98 at call 49 does not
        assertThat(yes.agreement()).isEqualTo(1);
        assertThat(ModelDiff.of(sum(1), sum(1.1f), ones()).steps().get(0).agreement())
                .as("1.1 n passes 50 at call 46: calls 46 to 49 differ")
                .isEqualTo(0.96);
    }

    @Test
    void samplesWithTheirOwnStateBeginAnew() {
        List<Map<String, Tensor>> begun = ones().stream()
                .<Map<String, Tensor>>map(step -> Map.of(
                        "x", Objects.requireNonNull(step.get("x")), "state", Tensor.ofFloats(new float[2], 1, 2)))
                .toList();

        assertThat(ModelDiff.of(sum(1), sum(1.02f), begun).steps().get(1).growth())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void aModelWithoutStateHasNoSteps() {
        OnnxModel plain = GraphText.model("x: float[2]\ny = Relu(x)\nreturn y: float[2]", b -> {});

        assertThat(ModelDiff.of(plain, plain, List.of(Map.of("x", Tensor.ofFloats(new float[2], 2))))
                        .steps())
                .isEmpty();
    }

    @Test
    void rangesAreThoseOfTheStateThatTheFloatModelCarries() {
        Range range = Objects.requireNonNull(Quantizer.ranges(sum(1), Calibration.of(ones()), Int8Options.defaults())
                .get("far"));

        assertThat(range.min()).isEqualTo(-49);
        assertThat(range.max()).isEqualTo(50);
    }

    @Test
    void theSearchComparesOutputsWithTheStateOfEach() {
        // by itself a call is 34 dB off, 20 log10(1 / 0.02)
        assertThat(OutputSqnr.of(sum(1), ones()).applyAsDouble(sum(1))).isInfinite();
        OnnxModel late = sum(1).mapGraph(graph -> graph);
        assertThat(OutputSqnr.of(late, ones()).applyAsDouble(sum(1.1f)))
                .as("decisions of calls 46 to 49 are wrong")
                .isLessThan(20);
    }
}
