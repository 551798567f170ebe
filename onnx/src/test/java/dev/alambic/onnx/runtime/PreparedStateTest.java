package dev.alambic.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.GraphText;
import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreparedStateTest {

    /** Takes an index from the state, which one call makes larger: the fourth call asks for a row that is not there. */
    private static final OnnxModel COUNTER = GraphText.model("""
        at: int64[1]
        next = Add(at, one)
        row = Gather(table, at)
        return row: float[1]; next: int64[1]
        """, b -> {
        b.initializer("one", Tensor.ofLongs(new long[] {1}, 1));
        b.initializer("table", Tensor.ofFloats(new float[3], 3));
    });

    private static final Map<String, Tensor> FEEDS = Map.of("at", Tensor.ofLongs(new long[] {0}, 1));

    @Test
    void eachRunTakesWhatTheOneBeforeGave() {
        try (Session session = Session.open(COUNTER, SessionOptions.defaults());
                PreparedRun run = session.prepare(FEEDS, Map.of("at", "next"))) {
            run.run();
            run.run();
            run.run();
            assertThatThrownBy(run::run).hasMessageContaining("indices element out of data bounds");
        }
    }

    @Test
    void withoutStateAllRunsAreTheSame() {
        try (Session session = Session.open(COUNTER, SessionOptions.defaults());
                PreparedRun run = session.prepare(FEEDS)) {
            for (int i = 0; i < 10; i++) {
                run.run();
            }
            assertThat(session.run(FEEDS)).containsOnlyKeys("row", "next");
        }
    }
}
