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
import dev.alambic.trainer.engine.TrainingEngine;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Terms that compare values inside, against values computed by hand and against difference quotients. */
final class ValueTermsTest {

    private static final double ROUNDING = 5e-6;

    /** Step of the difference quotient: its error is of order STEP², float32's roundoff divided by it about 1e-4. */
    private static final float STEP = 1e-2f;

    private static final double NUMERIC = 2e-3;

    private static final Pair PAIR = new Pair(Tap.teacher("t"), Tap.student("s"));
    private static final List<Pair> PAIRS = List.of(PAIR);

    private static Signals signals(NDManager manager, NDArray teacher, NDArray student) {
        NDArray none = manager.zeros(new Shape(student.getShape().get(0), 2));
        return new Signals(none, none, none, Map.of(PAIR.teacher(), teacher, PAIR.student(), student), manager);
    }

    private static double loss(Term term, Shape teacherShape, float[] teacher, Shape studentShape, float[] student) {
        double[] loss = new double[1];
        TrainingThread.run(manager -> {
            Term fitted = term.fitted(Map.of(PAIR.teacher(), teacherShape, PAIR.student(), studentShape), manager);
            loss[0] = fitted.loss(signals(
                            manager, manager.create(teacher, teacherShape), manager.create(student, studentShape)))
                    .getFloat();
        });
        return loss[0];
    }

    /** Compares the gradient to the student's value with the difference quotient, for random values. */
    private static void requireGradient(Term term, Shape teacherShape, Shape studentShape) {
        TrainingThread.run(manager -> {
            Random random = new Random(7);
            TrainingEngine.seed(7); // of projections: a quotient across a corner of the loss is not its gradient
            NDArray teacher = manager.create(positive(random, teacherShape), teacherShape);
            float[] values = positive(random, studentShape);
            Term fitted = term.fitted(Map.of(PAIR.teacher(), teacherShape, PAIR.student(), studentShape), manager);
            NDArray student = TrainingThread.weight(manager, studentShape, values);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(fitted.loss(signals(manager, teacher, student)));
            }
            float[] gradient = student.getGradient().toFloatArray();
            for (int i = 0; i < values.length; i++) {
                float[] up = values.clone();
                float[] down = values.clone();
                up[i] += STEP;
                down[i] -= STEP;
                double quotient = (fitted.loss(signals(manager, teacher, manager.create(up, studentShape)))
                                        .getFloat()
                                - fitted.loss(signals(manager, teacher, manager.create(down, studentShape)))
                                        .getFloat())
                        / (2 * STEP);
                assertThat((double) gradient[i]).as("value %d", i).isCloseTo(quotient, within(NUMERIC));
            }
        });
    }

    private static float[] positive(Random random, Shape shape) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = 0.2f + random.nextFloat();
        }
        return values;
    }

    @Test
    void featuresAreComparedPlaceByPlace() {
        Shape shape = new Shape(1, 2);
        assertThat(loss(
                        new FeatureMatch(FeatureDistance.MSE, PAIRS, Projection.AUTO),
                        shape,
                        new float[] {1, 2},
                        shape,
                        new float[] {2, 4}))
                .isCloseTo(2.5, within(ROUNDING));
        assertThat(loss(
                        new FeatureMatch(FeatureDistance.COSINE, PAIRS, Projection.NONE),
                        shape,
                        new float[] {1, 0},
                        shape,
                        new float[] {5, 5}))
                .isCloseTo(1 - Math.sqrt(0.5), within(ROUNDING));
    }

    @Test
    void largerMapsArePooledToTheSmaller() {
        // 1 channel of 4 x 4 against 1 channel of 2 x 2
        float[] large = {1, 3, 5, 7, 1, 3, 5, 7, 0, 0, 2, 2, 0, 0, 2, 2};
        assertThat(loss(
                        new FeatureMatch(FeatureDistance.MSE, PAIRS, Projection.AUTO),
                        new Shape(1, 1, 4, 4),
                        large,
                        new Shape(1, 1, 2, 2),
                        new float[] {2, 6, 0, 4}))
                .isCloseTo(4 / 4.0, within(ROUNDING));
        // 3 places to 2: means of the first two and of the last two
        assertThat(loss(
                        new FeatureMatch(FeatureDistance.MSE, PAIRS, Projection.AUTO),
                        new Shape(1, 1, 1, 3),
                        new float[] {1, 3, 5},
                        new Shape(1, 1, 1, 2),
                        new float[] {2, 5}))
                .isCloseTo(1 / 2.0, within(ROUNDING));
    }

    @Test
    void otherWidthsGoThroughALearnedMap() {
        TrainingThread.run(manager -> {
            Term term = new FeatureMatch(FeatureDistance.MSE, PAIRS, Projection.AUTO)
                    .fitted(Map.of(PAIR.teacher(), new Shape(2, 3, 4), PAIR.student(), new Shape(2, 3, 2)), manager);
            assertThat(term.weights().keySet()).containsExactly("teacher.t: student.s");
            NDArray map = Objects.requireNonNull(term.weights().get("teacher.t: student.s"));
            assertThat(map.getShape()).isEqualTo(new Shape(2, 4));
            assertThat(map.hasGradient()).isTrue();
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(term.loss(
                        signals(manager, manager.ones(new Shape(2, 3, 4)), manager.ones(new Shape(2, 3, 2)))));
            }
            assertThat(map.getGradient().abs().sum().getFloat()).isPositive();
        });
    }

    @Test
    void whatCannotBeComparedIsRefusedWithBothShapes() {
        assertThatThrownBy(() -> loss(
                        new FeatureMatch(FeatureDistance.MSE, PAIRS, Projection.AUTO),
                        new Shape(1, 2, 3, 3),
                        new float[18],
                        new Shape(1, 5),
                        new float[5]))
                .hasMessage("map 'teacher.t: student.s': the two cannot be compared (expected values of one rank,"
                        + " [batch, width], [batch, tokens, width] or [batch, channels, height, width], was (2, 3, 3) and"
                        + " (5))");
        assertThatThrownBy(() -> loss(
                        new FeatureMatch(FeatureDistance.MSE, PAIRS, Projection.NONE),
                        new Shape(1, 4),
                        new float[4],
                        new Shape(1, 5),
                        new float[5]))
                .hasMessageContaining("project: linear");
        assertThatThrownBy(() -> loss(
                        new AttentionMatch(AttentionDistance.KL, PAIRS),
                        new Shape(1, 2, 3, 3),
                        new float[18],
                        new Shape(1, 2, 4, 4),
                        new float[32]))
                .hasMessageContaining("as many tokens");
    }

    @Test
    void attentionIsComparedByQueryAndHeadsAreGrouped() {
        // teacher: two heads (1, 0) and (0.5, 0.5), whose mean is (3/4, 1/4); student: one head (1/2, 1/2)
        assertThat(loss(
                        new AttentionMatch(AttentionDistance.KL, PAIRS),
                        new Shape(1, 2, 1, 2),
                        new float[] {1, 0, 0.5f, 0.5f},
                        new Shape(1, 1, 1, 2),
                        new float[] {0.5f, 0.5f}))
                .isCloseTo(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), within(ROUNDING));
    }

    @Test
    void relationsAreTheSoftmaxOfProducts() {
        // teacher's tokens e1 and e2 of width 2: relations softmax((1, 0) / √2); student's tokens are alike: (1/2, 1/2)
        double p = Math.exp(1 / Math.sqrt(2)) / (Math.exp(1 / Math.sqrt(2)) + 1);
        assertThat(loss(
                        new RelationMatch(1, PAIRS),
                        new Shape(1, 2, 2),
                        new float[] {1, 0, 0, 1},
                        new Shape(1, 2, 4),
                        new float[] {1, 1, 1, 1, 1, 1, 1, 1}))
                .isCloseTo(p * Math.log(p / 0.5) + (1 - p) * Math.log((1 - p) / 0.5), within(ROUNDING));
    }

    @Test
    void activationMapsAreComparedByPlace() {
        // teacher active in the first place, student in both: (1, 0) and (1, 1)/√2
        double half = Math.sqrt(0.5);
        assertThat(loss(
                        new ActivationMaps(PAIRS),
                        new Shape(1, 2, 1, 2),
                        new float[] {3, 0, 4, 0},
                        new Shape(1, 1, 1, 2),
                        new float[] {2, -2}))
                .isCloseTo(Math.pow(1 - half, 2) + half * half, within(ROUNDING));
    }

    @Test
    void contrastTellsASampleFromOthers() {
        TrainingThread.run(manager -> {
            Shape shape = new Shape(2, 2);
            Term term = new ContrastiveMatch(2, 0.5, PAIRS)
                    .fitted(Map.of(PAIR.teacher(), shape, PAIR.student(), shape), manager);
            float[] identity = {1, 0, 0, 1};
            term.weights().values().forEach(map -> map.set(identity));
            NDArray apart = manager.create(identity, shape);
            // own product 1, other 0, both over 0.5
            assertThat((double) term.loss(signals(manager, apart, apart)).getFloat())
                    .isCloseTo(-Math.log(Math.exp(2) / (Math.exp(2) + 1)), within(ROUNDING));
        });
    }

    @Test
    void gradientsAreDifferenceQuotients() {
        Shape maps = new Shape(2, 3, 4, 4);
        Shape smaller = new Shape(2, 2, 2, 2);
        for (FeatureDistance distance : FeatureDistance.values()) {
            requireGradient(new FeatureMatch(distance, PAIRS, Projection.AUTO), maps, smaller);
        }
        for (AttentionDistance distance : AttentionDistance.values()) {
            requireGradient(new AttentionMatch(distance, PAIRS), new Shape(2, 4, 3, 3), new Shape(2, 2, 3, 3));
        }
        requireGradient(new RelationMatch(2, PAIRS), new Shape(2, 3, 4), new Shape(2, 3, 6));
        requireGradient(new ActivationMaps(PAIRS), maps, smaller);
        requireGradient(new SampleDistances(1, 2, PAIRS), new Shape(4, 5), new Shape(4, 3));
        requireGradient(new SampleSimilarity(PAIRS), new Shape(4, 5), new Shape(4, 3));
        requireGradient(new ContrastiveMatch(3, 0.5, PAIRS), new Shape(4, 5), new Shape(4, 3));
    }
}
