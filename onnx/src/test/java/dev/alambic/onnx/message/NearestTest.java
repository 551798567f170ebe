package dev.alambic.onnx.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    @Test
    void onlyASlipIsCorrected() {
        List<String> names = List.of("run", "bench", "inspect");
        assertThat(Nearest.to("benhc", names)).contains("bench");
        assertThat(Nearest.to("RUN", names)).contains("run");
        assertThat(Nearest.to("quantize", names)).isEmpty();
    }

    @Test
    void theNearestComeFirstAndNotTooMany() {
        assertThat(Nearest.several("block3", List.of("block10", "block1", "block3a", "block2", "stem")))
                .containsExactly("block3a", "block1", "block2");
    }
}
