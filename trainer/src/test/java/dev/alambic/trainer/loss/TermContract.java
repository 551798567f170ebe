package dev.alambic.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import dev.alambic.trainer.TrainingThread;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every term must do, whatever its formula; a term's own test adds hand-computed values. */
abstract class TermContract {

    private static final int BATCH = 3;
    private static final int CLASSES = 4;
    private static final int SIZE = BATCH * CLASSES;

    /** Step of the difference quotient: its error is of order STEP², float32's roundoff divided by it about 1e-4. */
    private static final float STEP = 1e-2f;

    private static final double NUMERIC = 2e-3;

    abstract Term term();

    /** Returns whether the loss of a batch is the mean of those of its samples; terms that compare samples say no. */
    boolean isOfSamples() {
        return true;
    }

    private static float[] random(int seed) {
        Random random = new Random(seed);
        float[] values = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Labels of the classes 0, 1, 2. */
    private static NDArray labels(NDManager manager) {
        float[] values = new float[SIZE];
        for (int i = 0; i < BATCH; i++) {
            HardLabels.write(i, CLASSES, 0.1, values, i * CLASSES);
        }
        return manager.create(values, new Shape(BATCH, CLASSES));
    }

    private double loss(NDManager manager, NDArray logits, float[] teacher) {
        NDArray answers = manager.create(teacher, new Shape(BATCH, CLASSES));
        NDArray loss = term().loss(new Signals(logits, labels(manager), answers, manager));
        assertThat(loss.getShape().dimension()).as("a scalar").isZero();
        return loss.getFloat();
    }

    @Test
    void gradientIsTheDifferenceQuotient() {
        TrainingThread.run(manager -> {
            float[] teacher = random(1);
            float[] student = random(2);
            NDArray logits = TrainingThread.weight(manager, new Shape(BATCH, CLASSES), student);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray answers = manager.create(teacher, new Shape(BATCH, CLASSES));
                collector.backward(term().loss(new Signals(logits, labels(manager), answers, manager)));
            }
            float[] gradient = logits.getGradient().toFloatArray();
            for (int i = 0; i < SIZE; i++) {
                float[] up = student.clone();
                float[] down = student.clone();
                up[i] += STEP;
                down[i] -= STEP;
                double quotient = (loss(manager, manager.create(up, new Shape(BATCH, CLASSES)), teacher)
                                - loss(manager, manager.create(down, new Shape(BATCH, CLASSES)), teacher))
                        / (2 * STEP);
                assertThat((double) gradient[i]).as("logit %d", i).isCloseTo(quotient, within(NUMERIC));
            }
        });
    }

    @Test
    void lossIsTheMeanOverTheBatch() {
        assumeTrue(isOfSamples());
        TrainingThread.run(manager -> {
            float[] teacher = random(3);
            float[] student = random(4);
            double sum = 0;
            for (int i = 0; i < BATCH; i++) {
                Shape row = new Shape(1, CLASSES);
                NDArray label = labels(manager).get(i).reshape(row);
                NDArray own = manager.create(row(student, i), row);
                NDArray answer = manager.create(row(teacher, i), row);
                sum += term().loss(new Signals(own, label, answer, manager)).getFloat();
            }
            // float32 means of three numbers below 5
            assertThat(loss(manager, manager.create(student, new Shape(BATCH, CLASSES)), teacher))
                    .isCloseTo(sum / BATCH, within(2e-6));
        });
    }

    private static float[] row(float[] values, int row) {
        return java.util.Arrays.copyOfRange(values, row * CLASSES, (row + 1) * CLASSES);
    }

    @Test
    void logitsFarApartGiveANumber() {
        TrainingThread.run(manager -> {
            float[] far = random(5);
            for (int i = 0; i < SIZE; i++) {
                far[i] = i % 2 == 0 ? 1e4f : -1e4f;
            }
            assertThat(loss(manager, manager.create(far, new Shape(BATCH, CLASSES)), random(6)))
                    .isFinite();
        });
    }

    @Test
    void figureIsNamedByTheTerm() {
        Term.Words words = term().words();
        assertThat(words.figure()).isEqualTo(words.name() + "Loss").matches(Term.Words::isFigure);
        assertThat(term().source()).isNotBlank();
    }
}
