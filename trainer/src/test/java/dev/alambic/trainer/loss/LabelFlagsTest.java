package dev.alambic.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.alambic.trainer.TrainingThread;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class LabelFlagsTest extends TermContract {

    private static final Shape TWO = new Shape(1, 2);

    @Override
    Term term() {
        return new LabelFlags(0);
    }

    @Nested
    final class Focal extends TermContract {
        @Override
        Term term() {
            return new LabelFlags(2);
        }
    }

    private static double loss(Term term, float[] logits, float[] labels) {
        double[] loss = new double[1];
        TrainingThread.run(manager -> loss[0] = term.loss(
                        new Signals(manager.create(logits, TWO), manager.create(labels, TWO), null, manager))
                .getFloat());
        return loss[0];
    }

    /** Sigmoid(ln 3) is 3/4: the mean of -ln 3/4 where it is carried, and of -ln(1 - 3/4) where it is not. */
    @Test
    void isTheMeanOverTheLabels() {
        float ln3 = (float) Math.log(3);
        double expected = (-Math.log(0.75) - Math.log(0.25)) / 2;
        assertThat(loss(term(), new float[] {ln3, ln3}, new float[] {1, 0})).isCloseTo(expected, within(1e-6));
    }

    /** What is known to 3/4 counts 1/16, and what is known to 1/4 counts 9/16. */
    @Test
    void whatIsKnownCountsLessInFocalForm() {
        float ln3 = (float) Math.log(3);
        double expected = (-Math.log(0.75) / 16 - Math.log(0.25) * 9 / 16) / 2;
        assertThat(loss(new LabelFlags(2), new float[] {ln3, ln3}, new float[] {1, 0}))
                .isCloseTo(expected, within(1e-6));
    }

    @Test
    void isExactWhereTheSigmoidIsRoundedAway() {
        assertThat(loss(term(), new float[] {-200, 200}, new float[] {1, 0})).isEqualTo(200);
        assertThat(loss(term(), new float[] {200, -200}, new float[] {1, 0})).isZero();
    }

    /** At 0 the gradient is (1/2 - y) / 2 labels, though |z| has a corner there. */
    @Test
    void hasItsGradientAtZero() {
        TrainingThread.run(manager -> {
            NDArray logits = TrainingThread.weight(manager, TWO, new float[2]);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(term().loss(
                                new Signals(logits, manager.create(new float[] {1, 0}, TWO), null, manager)));
            }
            assertThat(logits.getGradient().toFloatArray()).containsExactly(-0.25f, 0.25f);
        });
    }

    @Test
    void refusesANegativeFocus() {
        assertThatThrownBy(() -> new LabelFlags(-1)).hasMessageContaining("focus");
    }
}
