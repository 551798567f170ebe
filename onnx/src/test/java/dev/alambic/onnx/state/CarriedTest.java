package dev.alambic.onnx.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import dev.alambic.onnx.runtime.Session;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CarriedTest {
    /** Adds up what it is given. */
    private static final OnnxModel SUM = GraphText.model("""
        x: float[1]
        state: float[1]
        new_state = Add(x, state)
        twice = Add(new_state, new_state)
        return twice: float[1]; new_state: float[1]
        """, b -> {});

    private static Tensor number(float value) {
        return Tensor.ofFloats(new float[] {value}, 1);
    }

    private static float of(Map<String, Tensor> values, String name) {
        return Objects.requireNonNull(values.get(name)).floats()[0];
    }

    @Test
    void aStepWithoutStateGoesOnAndOneWithItBegins() {
        Carried carried = Carried.of(SUM);
        List<Float> given = new ArrayList<>();
        try (Session session = Session.open(SUM, SessionOptions.defaults())) {
            for (Map<String, Tensor> step : List.of(
                    Map.of("x", number(1)),
                    Map.of("x", number(2)),
                    Map.of("x", number(3), "state", number(100)),
                    Map.of("x", number(4)))) {
                Map<String, Tensor> outputs = carried.run(session, step, List.of("twice"));
                assertThat(outputs).containsOnlyKeys("twice");
                given.add(of(outputs, "twice"));
            }
        }

        assertThat(given).containsExactly(2f, 6f, 206f, 214f);
    }

    @Test
    void recordedStepsCanBeRunAlone() {
        Iterable<Map<String, Tensor>> recorded =
                Carried.recorded(SUM, List.of(Map.of("x", number(1)), Map.of("x", number(2)), Map.of("x", number(3))));

        for (int pass = 0; pass < 2; pass++) {
            List<Float> states = new ArrayList<>();
            recorded.forEach(step -> states.add(of(step, "state")));
            assertThat(states).containsExactly(0f, 1f, 3f);
        }
    }

    @Test
    void withoutStateStepsAreAsTheyWere() {
        OnnxModel plain = SUM.withMetadata("state", "none");
        List<Map<String, Tensor>> steps = List.of(Map.of("x", number(1), "state", number(5)));

        assertThat(Carried.recorded(plain, steps)).isSameAs(steps);
        assertThat(Carried.of(plain).feeds(steps.get(0))).isSameAs(steps.get(0));
    }
}
