package dev.alambic.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.alambic.trainer.TrainingThread;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ObjectiveTest {

    /** A term of one's own: the mean of the logits, times a factor. */
    private record Mean(double factor) implements Term {
        @Override
        public Words words() {
            return new Words("mean" + (int) factor, "", "nothing", "w");
        }

        @Override
        public String source() {
            return "nothing";
        }

        @Override
        public NDArray loss(Signals signals) {
            return signals.logits().mean().mul(signals.scalar(factor));
        }
    }

    private static final Objective TWO = new Objective(List.of(
            new Objective.Weighted(new Mean(1), "first", progress -> 1 - progress),
            new Objective.Weighted(new Mean(10), "", progress -> progress)));

    private static Signals signals(NDArray logits, NDManager manager) {
        return new Signals(logits, logits, null, manager);
    }

    @Test
    void totalIsTheWeightedSumAndPartsAreBeforeTheirWeights() {
        TrainingThread.run(manager -> {
            NDArray logits = manager.create(new float[] {1, 3}, new Shape(1, 2));
            Objective.Loss loss = TWO.loss(signals(logits, manager), TWO.weights(0.25));
            assertThat(loss.parts().stream().map(NDArray::getFloat)).containsExactly(2f, 20f);
            assertThat(loss.total().getFloat()).isEqualTo(0.75f * 2 + 0.25f * 20);
        });
    }

    @Test
    void weightsReachTheGradient() {
        TrainingThread.run(manager -> {
            NDArray logits = TrainingThread.weight(manager, new Shape(1, 2), 5, 5);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(
                        TWO.loss(signals(logits, manager), TWO.weights(0.25)).total());
            }
            // (0.75 * 1 + 0.25 * 10) / 2 values
            assertThat(logits.getGradient().toFloatArray()).containsExactly(1.625f, 1.625f);
        });
    }

    @Test
    void termThatIsAloneIsTheLossItself() {
        TrainingThread.run(manager -> {
            NDArray logits = manager.create(new float[] {1, 3}, new Shape(1, 2));
            NDArray labels = manager.create(new float[] {0, 1}, new Shape(1, 2));
            Signals signals = new Signals(logits, labels, null, manager);
            Objective.Loss loss = Objective.ofLabels(List.of())
                    .loss(signals, Objective.ofLabels(List.of()).weights(0.5));
            assertThat(loss.total()).isSameAs(loss.parts().get(0));
            assertThat((double) loss.total().getFloat()).isCloseTo(Math.log(1 + Math.exp(-2)), within(1e-6));
        });
    }

    @Test
    void figuresAreNamedByTermsAndWeights() {
        assertThat(TWO.figures(new double[] {2, 20}, TWO.weights(0.25)))
                .containsExactly(Map.entry("mean1Loss", 2.0), Map.entry("mean10Loss", 20.0), Map.entry("first", 0.75));
    }

    @Test
    void wordsOfAnUnknownTermComeFromItsFigure() {
        Term.Words words = Term.Words.ofFigure("featuresLoss");
        assertThat(words.name()).isEqualTo("features");
        assertThat(words.figure()).isEqualTo("featuresLoss");
        assertThat(Term.Words.isFigure("validationLoss")).isFalse();
        assertThat(Term.Words.isFigure("loss")).isFalse();
    }

    @Test
    void withoutATermThereIsNothingToLearn() {
        assertThatThrownBy(() -> new Objective(List.of())).hasMessageContaining("at least one");
    }
}
