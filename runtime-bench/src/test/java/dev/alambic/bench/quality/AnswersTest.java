package dev.alambic.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.bench.record.Likeness;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnswersTest {

    /** What rounding of float32 costs in figures of size 1. */
    private static final double FLOAT = 1e-6;

    private static Likeness likeness(Answers baseline, Answers answers) {
        return Objects.requireNonNull(answers.quality(List.of(), baseline).likeness());
    }

    @Test
    void logitsAndTheirProbabilitiesAreTheSameAnswer() {
        Answers logits = Answers.ofClasses(new float[] {0, (float) Math.log(3), 2, 2}, 2);
        Answers probabilities = Answers.ofClasses(new float[] {0.25f, 0.75f, 0.5f, 0.5f}, 2);

        Likeness likeness = likeness(logits, probabilities);

        assertThat(likeness.agreement()).isEqualTo(1);
        assertThat(likeness.divergence()).isCloseTo(0, within(FLOAT));
        assertThat(probabilities.quality(List.of(1, 0), null).calibrationError())
                .isCloseTo(logits.quality(List.of(1, 0), null).calibrationError(), within(FLOAT));
    }

    @Test
    void divergenceIsFromTheBaselinesProbabilities() {
        Answers baseline = Answers.ofClasses(new float[] {0.5f, 0.5f}, 1);
        Answers other = Answers.ofClasses(new float[] {0.25f, 0.75f}, 1);

        // 0.5 ln(0.5/0.25) + 0.5 ln(0.5/0.75), and the other way round 0.25 ln(0.25/0.5) + 0.75 ln(0.75/0.5)
        assertThat(likeness(baseline, other).divergence()).isCloseTo(0.5 * Math.log(4.0 / 3), within(FLOAT));
        assertThat(likeness(other, baseline).divergence())
                .isCloseTo(0.75 * Math.log(1.5) - 0.25 * Math.log(2), within(FLOAT));
    }

    @Test
    void agreementCountsTheClassNamedFirst() {
        Answers baseline = Answers.ofClasses(new float[] {3, 1, 1, 3, 5, 5, 0, 9}, 4);
        Answers other = Answers.ofClasses(new float[] {9, 8, 2, 1, 1, 0, -2, -1}, 4);

        assertThat(likeness(baseline, other).agreement()).isEqualTo(0.75);
    }

    @Test
    void accuracyAndCalibrationErrorAreOfTheLabels() {
        // sure at 75 % and right in one of two: |0.5 - 0.75|
        Answers answers = Answers.ofClasses(new float[] {0.25f, 0.75f, 0.25f, 0.75f}, 2);

        assertThat(answers.quality(List.of(1, 0), null)).satisfies(quality -> {
            assertThat(quality.samples()).isEqualTo(2);
            assertThat(quality.accuracy()).isEqualTo(0.5);
            assertThat(quality.calibrationError()).isCloseTo(0.25, within(FLOAT));
            assertThat(quality.likeness()).isNull();
        });
    }

    @Test
    void whatIsNoClassifierHasCosineAndErrorAlone() {
        Answers baseline = Answers.ofValues(new float[] {3, 4, 0, 0}, 2);
        Answers other = Answers.ofValues(new float[] {4, 3, 0, 0}, 2);

        Likeness likeness = likeness(baseline, other);

        assertThat(likeness.agreement()).isNull();
        assertThat(likeness.divergence()).isNull();
        // (0.96 + 1) / 2, two rows of zeros being alike; sqrt(2 / 25)
        assertThat(likeness.cosine()).isCloseTo(0.98, within(FLOAT));
        assertThat(likeness.relativeError()).isCloseTo(Math.sqrt(0.08), within(FLOAT));
        assertThatThrownBy(() -> other.quality(List.of(1, 0), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("labels are for a classifier");
    }

    @Test
    void answersThatAreNotFiniteLeaveTheFigureOut() {
        Answers baseline = Answers.ofClasses(new float[] {1, 2}, 1);
        Likeness likeness = likeness(baseline, Answers.ofClasses(new float[] {Float.NaN, 2}, 1));

        assertThat(likeness.divergence()).isNull();
        assertThat(likeness.cosine()).isNull();
        assertThat(likeness.relativeError()).isNull();
    }

    @Test
    void answersOfAnotherFormAreNotCompared() {
        assertThat(Answers.ofValues(new float[6], 2)
                        .quality(List.of(), Answers.ofValues(new float[4], 2))
                        .likeness())
                .isNull();
    }
}
