package dev.alambic.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.Shape;
import dev.alambic.trainer.TrainingThread;
import org.junit.jupiter.api.Test;

final class SoftFlagsTest extends TermContract {

    private static final Shape TWO = new Shape(1, 2);

    @Override
    Term term() {
        return new SoftFlags(2);
    }

    private static double loss(double temperature, float[] student, float[] teacher) {
        double[] loss = new double[1];
        TrainingThread.run(manager -> loss[0] = new SoftFlags(temperature)
                .loss(new Signals(
                        manager.create(student, TWO),
                        manager.create(new float[2], TWO),
                        manager.create(teacher, TWO),
                        manager))
                .getFloat());
        return loss[0];
    }

    /** With T = 2 a teacher's 2 ln 3 says 3/4 and a student's 0 says 1/2; of the second label both say 1/2. */
    @Test
    void isTheDivergenceOfTwoCoinsTimesTheSquareOfTheTemperature() {
        float logit = (float) (2 * Math.log(3));
        double coins = 0.75 * Math.log(0.75 / 0.5) + 0.25 * Math.log(0.25 / 0.5);
        assertThat(loss(2, new float[2], new float[] {logit, 0})).isCloseTo(4 * coins / 2, within(1e-6));
    }

    @Test
    void isZeroWhereBothSayTheSame() {
        assertThat(loss(3, new float[] {5, -60}, new float[] {5, -60})).isCloseTo(0, within(1e-6));
    }

    /** A label is two classes whose logits are z and 0. */
    @Test
    void isThatOfTwoClassesALabel() {
        double[] classes = new double[1];
        TrainingThread.run(manager -> classes[0] = new SoftTargets(4)
                .loss(new Signals(
                        manager.create(new float[] {1.5f, 0}, TWO),
                        manager.create(new float[2], TWO),
                        manager.create(new float[] {-2, 0}, TWO),
                        manager))
                .getFloat());
        assertThat(loss(4, new float[] {1.5f, 1.5f}, new float[] {-2, -2})).isCloseTo(classes[0], within(1e-6));
    }
}
