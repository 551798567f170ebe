package dev.alambic.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.alambic.trainer.TrainingThread;
import org.junit.jupiter.api.Test;

final class HardLabelsTest extends TermContract {

    /** Some units of float32's roundoff at the size of the losses here. */
    private static final double ROUNDING = 2e-6;

    @Override
    Term term() {
        return new HardLabels();
    }

    @Test
    void lossIsTheCrossEntropy() {
        TrainingThread.run(manager -> {
            // softmax(ln 1, ln 3) = (1/4, 3/4); softmax(0, 0) = (1/2, 1/2)
            NDArray logits = manager.create(new float[] {0, (float) Math.log(3), 0, 0}, new Shape(2, 2));
            NDArray labels = manager.create(new float[] {1, 0, 0, 1}, new Shape(2, 2));
            double expected = (Math.log(4) + Math.log(2)) / 2;
            assertThat((double) term().loss(new Signals(logits, labels, null, manager))
                            .getFloat())
                    .isCloseTo(expected, within(ROUNDING));
        });
    }

    @Test
    void smoothingSpreadsAPartOfTheLabel() {
        float[] target = new float[5];
        HardLabels.write(2, 4, 0.2, target, 1);
        assertThat(target).containsExactly(new float[] {0, 0.05f, 0.05f, 0.85f, 0.05f}, within(1e-7f));
    }

    @Test
    void labelWithoutSmoothingIsExact() {
        float[] target = {7, 7, 7};
        HardLabels.write(1, 3, 0, target, 0);
        assertThat(target).containsExactly(0, 1, 0);
    }
}
