package dev.alambic.onnx.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "'', ab, 2",
        "kitten, sitting, 3",
        "distil, distill, 1",
        "rnu, run, 1",
        "ab, ba, 1",
        "Run, run, 0"
    })
    void countsEdits(String a, String b, int edits) {
        assertThat(EditDistance.of(a, b)).isEqualTo(edits);
        assertThat(EditDistance.of(b, a)).isEqualTo(edits);
    }
}
