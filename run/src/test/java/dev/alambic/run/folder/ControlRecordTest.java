package dev.alambic.run.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.RegressionMetrics;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlRecordTest {

    private static ClassificationMetrics accuracy(double accuracy) {
        return new ClassificationMetrics(1000, accuracy, 0, 0, 0, List.of(), List.of(), 0, 0);
    }

    /** Of 1,000 samples, at 90 %, the difference has a standard error of √(2 · 0.9 · 0.1 / 1000) = 1.34 points. */
    @ParameterizedTest
    @CsvSource({
        "0.88, the teacher hurts",
        "0.92, the teacher helps",
        "0.89, the teacher makes no difference that these samples show",
        "0.91, the teacher makes no difference that these samples show"
    })
    void whatIsWithinTheNoiseIsNoDifference(double taught, String verdict) {
        ControlRecord control = ControlRecord.of(accuracy(taught), accuracy(0.9));
        assertThat(control.noise()).isCloseTo(0.0134, within(0.0007));
        assertThat(control.measure()).isEqualTo("accuracy");
        assertThat(control.sentence())
                .startsWith(
                        "control: accuracy " + Math.round(taught * 100) + ".00 % with the teacher, 90.00 % without one")
                .contains(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0.80, the teacher hurts", "0.90, the teacher helps"})
    void numbersAreComparedAsTheyAre(double taught, String verdict) {
        assertThat(ControlRecord.of(
                                new RegressionMetrics(50, taught, 1, 1, List.of()),
                                new RegressionMetrics(50, 0.85, 1, 1, List.of()))
                        .sentence())
                .contains(verdict);
    }
}
