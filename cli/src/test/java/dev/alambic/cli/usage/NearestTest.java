package dev.alambic.cli.usage;

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
}
