package dev.alambic.trainer.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.alambic.trainer.TrainingThread;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Terms that compare the answers alone, against values computed by hand. */
final class LogitTermsTest {

    /** Some units of float32's roundoff at the size of the losses here. */
    private static final double ROUNDING = 5e-6;

    private static final double LN3 = Math.log(3);

    /** Logits of the opinions (1/4, 3/4) and (1/2, 1/2). */
    private static double lossOf(Term term) {
        return lossOf(term, new float[] {0, (float) LN3}, new float[] {7, 7}, new float[] {0, 1});
    }

    private static double lossOf(Term term, float[] teacher, float[] student, float[] labels) {
        double[] loss = new double[1];
        TrainingThread.run(manager -> {
            int classes = labels.length == 2 ? 2 : 3;
            loss[0] = term.loss(new Signals(
                            rows(manager, student, classes),
                            rows(manager, labels, classes),
                            rows(manager, teacher, classes),
                            manager))
                    .getFloat();
        });
        return loss[0];
    }

    private static NDArray rows(NDManager manager, float[] values, int classes) {
        return manager.create(values, new Shape(values.length / classes, classes));
    }

    @Nested
    final class ReverseKl extends TermContract {
        @Override
        Term term() {
            return new SoftTargets(Divergence.REVERSE_KL, 1, false);
        }

        @Test
        void isTheDivergenceFromTheStudentsSide() {
            assertThat(lossOf(term())).isCloseTo(0.5 * Math.log(2) + 0.5 * Math.log(2.0 / 3), within(ROUNDING));
        }
    }

    @Nested
    final class JensenShannon extends TermContract {
        @Override
        Term term() {
            return new SoftTargets(Divergence.JENSEN_SHANNON, 1, false);
        }

        @Test
        void isTheMeanDivergenceFromTheMiddle() {
            // middle (3/8, 5/8)
            double teacher = 0.25 * Math.log(0.25 / 0.375) + 0.75 * Math.log(0.75 / 0.625);
            double student = 0.5 * Math.log(0.5 / 0.375) + 0.5 * Math.log(0.5 / 0.625);
            assertThat(lossOf(term())).isCloseTo((teacher + student) / 2, within(ROUNDING));
        }
    }

    @Nested
    final class TotalVariation extends TermContract {
        @Override
        Term term() {
            return new SoftTargets(Divergence.TOTAL_VARIATION, 1, false);
        }

        @Test
        void isHalfTheSumOfTheDifferences() {
            assertThat(lossOf(term())).isCloseTo(0.25, within(ROUNDING));
        }

        @Test
        void isSoftenedByTheTemperatureOnce() {
            Term soft = new SoftTargets(Divergence.TOTAL_VARIATION, 2, false);
            assertThat(lossOf(soft, new float[] {0, (float) (2 * LN3)}, new float[] {7, 7}, new float[] {0, 1}))
                    .isCloseTo(2 * 0.25, within(ROUNDING));
        }
    }

    @Nested
    final class Standardized extends TermContract {
        @Override
        Term term() {
            return new SoftTargets(Divergence.KL, 2, true);
        }

        @Test
        void rangeAndShiftOfTheLogitsDoNotCount() {
            float[] teacher = {1, 2, 3};
            float[] student = {10, 30, 50};
            assertThat(lossOf(term(), teacher, student, new float[] {0, 0, 1})).isCloseTo(0, within(ROUNDING));
        }

        @Test
        void logitsHaveMeanZeroAndDeviationOne() {
            TrainingThread.run(manager -> assertThat(SoftTargets.standardized(rows(manager, new float[] {1, 2, 3}, 3))
                            .toFloatArray())
                    .containsExactly(new float[] {-1, 0, 1}, within(1e-6f)));
        }
    }

    @Nested
    final class Matched extends TermContract {
        @Override
        Term term() {
            return new LogitMatch(NumberLoss.MSE, false);
        }

        @Test
        void isTheMeanSquareOfTheDifferences() {
            assertThat(lossOf(term(), new float[] {1, 2}, new float[] {2, 4}, new float[] {0, 1}))
                    .isCloseTo((1 + 4) / 2.0, within(ROUNDING));
        }
    }

    @Nested
    final class Decoupled extends TermContract {
        @Override
        Term term() {
            return new DecoupledTargets(1, 8, 1);
        }

        @Test
        void isTheTargetsPartAndTheOthersPart() {
            // teacher (1/6, 2/6, 3/6), student (1/3, 1/3, 1/3), true class the last
            float[] teacher = {0, (float) Math.log(2), (float) LN3};
            double target = 0.5 * Math.log(0.5 / (1 / 3.0)) + 0.5 * Math.log(0.5 / (2 / 3.0));
            double others = 1 / 3.0 * Math.log(1 / 3.0 / 0.5) + 2 / 3.0 * Math.log(2 / 3.0 / 0.5);
            assertThat(lossOf(term(), teacher, new float[3], new float[] {0, 0, 1}))
                    .isCloseTo(target + 8 * others, within(ROUNDING));
        }

        @Test
        void withBothWeightsOfHintonsItIsHisDivergence() {
            // KL = target part + (1 - p of the true class) * others' part
            float[] teacher = {0, (float) Math.log(2), (float) LN3};
            float[] labels = {0, 0, 1};
            assertThat(lossOf(new DecoupledTargets(1, 0.5, 1), teacher, new float[3], labels))
                    .isCloseTo(lossOf(new SoftTargets(1), teacher, new float[3], labels), within(ROUNDING));
        }
    }

    @Nested
    final class Correlated extends TermContract {
        @Override
        Term term() {
            return new CorrelatedTargets(1, 1, 1);
        }

        @Override
        boolean isOfSamples() {
            return false;
        }

        @Test
        void aStudentThatIsAnAffineMapOfTheTeacherHasNothingToLearn() {
            // opinions (.2, .8), (.4, .6) and (.3, .7), (.4, .6): correlated by -1 and 1 over the classes and samples
            float[] teacher = opinions(0.2, 0.4);
            assertThat(lossOf(term(), teacher, opinions(0.3, 0.4), new float[] {0, 1, 0, 1, 0, 0}, 2))
                    .isCloseTo(0, within(1e-5));
            assertThat(lossOf(term(), teacher, opinions(0.4, 0.3), new float[] {0, 1, 0, 1, 0, 0}, 2))
                    .isCloseTo(2, within(1e-5));
        }

        private float[] opinions(double first, double second) {
            return new float[] {
                (float) Math.log(first),
                (float) Math.log(1 - first),
                (float) Math.log(second),
                (float) Math.log(1 - second)
            };
        }

        private double lossOf(Term term, float[] teacher, float[] student, float[] labels, int classes) {
            double[] loss = new double[1];
            TrainingThread.run(manager -> loss[0] = term.loss(new Signals(
                            rows(manager, student, classes),
                            rows(manager, labels, classes),
                            rows(manager, teacher, classes),
                            manager))
                    .getFloat());
            return loss[0];
        }
    }

    @Nested
    final class Focal extends TermContract {
        @Override
        Term term() {
            return new HardLabels(2, List.of());
        }

        @Test
        void whatIsKnownCountsLess() {
            // p = 3/4 of the true class: (1/4)² * -ln(3/4)
            assertThat(lossOf(term(), new float[2], new float[] {0, (float) LN3}, new float[] {0, 1}))
                    .isCloseTo(-Math.log(0.75) / 16, within(ROUNDING));
        }
    }

    @Nested
    final class Weighted extends TermContract {
        @Override
        Term term() {
            return new HardLabels(0, List.of(1.0, 3.0, 1.0, 1.0));
        }

        @Override
        boolean isOfSamples() {
            return false;
        }

        @Test
        void theMeanIsWeightedByClass() {
            // losses ln 4 of class 0 and ln 4/3 of class 1, weights 1 and 3
            Term term = new HardLabels(0, List.of(1.0, 3.0));
            double[] loss = new double[1];
            TrainingThread.run(manager -> {
                NDArray logits = rows(manager, new float[] {0, (float) LN3, 0, (float) LN3}, 2);
                NDArray labels = rows(manager, new float[] {1, 0, 0, 1}, 2);
                loss[0] = term.loss(new Signals(logits, labels, null, manager)).getFloat();
            });
            assertThat(loss[0]).isCloseTo((Math.log(4) + 3 * Math.log(4 / 3.0)) / 4, within(ROUNDING));
        }
    }

    @Nested
    final class Relational extends TermContract {
        @Override
        Term term() {
            return new SampleDistances(1, 2, List.of());
        }

        @Override
        boolean isOfSamples() {
            return false;
        }

        @Test
        void scaleAndTurnOfTheAnswersDoNotCount() {
            float[] teacher = {0, 0, 0, 1, 0, 0, 0, 2, 0};
            float[] student = {5, 5, 5, 5, 9, 5, -3, 5, 5};
            assertThat(lossOf(term(), teacher, student, new float[9])).isCloseTo(0, within(ROUNDING));
        }

        @Test
        void distancesAreComparedByTheirMean() {
            // three points: distances 1, 1, 2 (mean 4/3) against 1, 1, 1 of a triangle with equal sides
            float[] teacher = {0, 0, 0, 1, 0, 0, 2, 0, 0};
            float[] student = {1, 0, 0, 0, 1, 0, 0, 0, 1};
            double one = Math.pow(1 - 0.75, 2) / 2;
            double two = Math.pow(1 - 1.5, 2) / 2;
            assertThat(lossOf(new SampleDistances(1, 0, List.of()), teacher, student, new float[9]))
                    .isCloseTo((4 * one + 2 * two) / 9, within(ROUNDING));
        }
    }

    @Nested
    final class Similar extends TermContract {
        @Override
        Term term() {
            return new SampleSimilarity(List.of());
        }

        @Override
        boolean isOfSamples() {
            return false;
        }

        @Test
        void productsAreComparedRowByRow() {
            // teacher: samples at right angles, rows (1, 0) and (0, 1); student: the same sample twice, rows (1, 1)/√2
            float[] teacher = {1, 0, 0, 0, 1, 0};
            float[] student = {1, 0, 0, 1, 0, 0};
            double half = Math.sqrt(0.5);
            double expected = (Math.pow(1 - half, 2) + half * half) * 2 / 4;
            assertThat(lossOf(term(), teacher, student, new float[6])).isCloseTo(expected, within(ROUNDING));
        }
    }
}
