package dev.alambic.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    @ParameterizedTest
    @CsvSource({"'', '', 0", "'', ab, 2", "kitten, sitting, 3", "distil, distill, 1", "rnu, run, 1", "ab, ba, 1"})
    void distanceCountsEdits(String a, String b, int edits) {
        assertThat(Nearest.distance(a, b)).isEqualTo(edits);
        assertThat(Nearest.distance(b, a)).isEqualTo(edits);
    }

    @Test
    void onlyASlipIsCorrected() {
        List<String> names = List.of("run", "bench", "inspect");
        assertThat(Nearest.to("benhc", names)).contains("bench");
        assertThat(Nearest.to("RUN", names)).contains("run");
        assertThat(Nearest.to("quantize", names)).isEmpty();
    }
}
