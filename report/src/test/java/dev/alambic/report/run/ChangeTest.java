package dev.alambic.report.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.report.run.Change.Tone;
import org.junit.jupiter.api.Test;

final class ChangeTest {

    @Test
    void slowerModelIsNotSaidToBeFaster() {
        assertThat(Change.factor(0.5, "faster", "slower")).isEqualTo(new Change("2.00× slower", Tone.WORSE));
        assertThat(Change.factor(4, "faster", "slower")).isEqualTo(new Change("4.00× faster", Tone.BETTER));
        assertThat(Change.factor(1.001, "faster", "slower")).isEqualTo(new Change("the same", Tone.SAME));
    }

    @Test
    void lostAccuracyHasAMinusSign() {
        assertThat(Change.points(0.97, 0.98)).isEqualTo(new Change("−1.00 points", Tone.WORSE));
        assertThat(Change.points(0.98, 0.97)).isEqualTo(new Change("+1.00 points", Tone.BETTER));
        assertThat(Change.points(0.98, 0.98).tone()).isEqualTo(Tone.SAME);
    }

    @Test
    void fewerParametersAreInPercentOfTheBaseline() {
        assertThat(Change.fewer(4_322, 52_194)).isEqualTo(new Change("91.7 % fewer", Tone.BETTER));
        assertThat(Change.fewer(101_770, 67_786)).isEqualTo(new Change("50.1 % more", Tone.WORSE));
        assertThat(Change.fewer(0, 5)).isEqualTo(new Change("100.0 % fewer", Tone.BETTER));
    }
}
