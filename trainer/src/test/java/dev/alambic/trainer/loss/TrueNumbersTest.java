package dev.alambic.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.alambic.trainer.TrainingThread;
import org.junit.jupiter.api.Test;

final class TrueNumbersTest extends TermContract {

    /** Some units of float32's roundoff at the size of the losses here. */
    private static final double ROUNDING = 1e-6;

    @Override
    Term term() {
        return new TrueNumbers(NumberLoss.MSE);
    }

    private static double loss(Term term, float[] answers, float[] truth) {
        double[] loss = new double[1];
        TrainingThread.run(manager -> {
            Shape shape = new Shape(2, answers.length / 2);
            NDArray own = manager.create(answers, shape);
            NDArray other = manager.create(truth, shape);
            loss[0] = term.loss(new Signals(own, other, other, manager)).getFloat();
        });
        return loss[0];
    }

    @Test
    void meanSquaredErrorIsTheMeanOverSamplesAndTargets() {
        // differences 1, -2, 0, 3
        assertThat(loss(term(), new float[] {1, 0, 5, 3}, new float[] {0, 2, 5, 0}))
                .isCloseTo(14.0 / 4, within(ROUNDING));
    }

    @Test
    void smoothL1IsSquaredNearAndAbsoluteFar() {
        // 0.5²/2, 2 - 1/2, 0, 1 - 1/2
        double expected = (0.125 + 1.5 + 0 + 0.5) / 4;
        Term term = new TrueNumbers(NumberLoss.SMOOTH_L1);
        assertThat(loss(term, new float[] {0.5f, -2, 5, 1}, new float[] {0, 0, 5, 0}))
                .isCloseTo(expected, within(ROUNDING));
    }
}
