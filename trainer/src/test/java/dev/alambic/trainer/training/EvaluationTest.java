package dev.alambic.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.DataSource;
import dev.alambic.data.file.DataOptions;
import dev.alambic.data.set.Dataset;
import org.junit.jupiter.api.Test;

final class EvaluationTest {

    /** One flower of each kind, and one more of the first. */
    private static final Dataset FOUR =
            DataSource.open("iris", DataOptions.defaults()).all().subset(new int[] {0, 50, 100, 1});

    @Test
    void lossIsTheMeanCrossEntropyAndAccuracyTheShareOfRightAnswers() {
        float[] logits = {1, 1, 1, 0, 5, 0, 0, 9, 0, 2, 0, 0};
        Evaluation evaluation = Evaluation.of(logits, FOUR);
        double expected = (Math.log(3)
                        + Math.log(1 + 2 * Math.exp(-5))
                        + (9 + Math.log(1 + 2 * Math.exp(-9)))
                        + Math.log(1 + 2 * Math.exp(-2)))
                / 4;
        assertThat(evaluation.loss()).isCloseTo(expected, within(1e-12));
        // equal logits count for the first class
        assertThat(evaluation.score()).isEqualTo(0.75);
    }

    @Test
    void hugeLogitsDoNotOverflow() {
        float[] logits = {1e30f, 0, 0, 0, 1e30f, 0, 0, 0, 1e30f, 1e30f, 0, 0};
        assertThat(Evaluation.of(logits, FOUR)).isEqualTo(new Evaluation(0, 1));
    }

    @Test
    void logitsOfOtherClassesAreRefused() {
        assertThatThrownBy(() -> Evaluation.of(new float[8], FOUR))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 12, was 8");
    }

    @Test
    void withoutSamplesThereIsNoFigure() {
        Evaluation none = Evaluation.of(new float[0], FOUR.subset(new int[0]));
        assertThat(none.score()).isNaN();
    }
}
