package dev.alambic.quantizer.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GramTest {
    /** Means of few small integers in double precision. */
    private static final double EXACT = 1e-12;

    /** Two groups of two numbers; rows (1, 2 | 3, 4) and (3, 0 | 5, 2), the second one in a batch of its own. */
    private static Gram gram() {
        Gram gram = new Gram(2, 2);
        gram.add(new float[] {1, 2, 3, 4}, new float[] {1, 2, 2, 4, 9, 12, 12, 16}, 1);
        gram.add(new float[] {3, 0, 5, 2}, new float[] {9, 0, 0, 0, 25, 10, 10, 4}, 1);
        return gram;
    }

    @Test
    void momentsAreMeansOverAllRows() {
        Gram gram = gram();

        assertThat(gram.mean(0, 0)).isEqualTo(2);
        assertThat(gram.mean(1, 1)).isEqualTo(3);
        assertThat(gram.second(0, 0, 1)).isEqualTo(1);
        assertThat(gram.second(1, 1, 0)).isEqualTo(11);
        assertThat(gram.seconds(1)).containsExactly(17, 11, 11, 10);
    }

    /** dW E[x x^T] dW^T is what it is for: the mean square of dW x. */
    @Test
    void secondMomentsGiveTheMeanSquareOfAProduct() {
        double[] error = {0.5, -2};
        double[] seconds = gram().seconds(0);
        double form = 0;
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                form += error[i] * seconds[i * 2 + j] * error[j];
            }
        }

        double first = 0.5 * 1 - 2 * 2;
        double second = 0.5 * 3;
        assertThat(form).isCloseTo((first * first + second * second) / 2, within(EXACT));
    }

    @Test
    void batchesCountByTheirRows() {
        ChannelStatistics statistics = new ChannelStatistics(1);
        statistics.add(new float[] {-1}, new float[] {2}, new float[] {1}, new float[] {2}, 3);
        statistics.add(new float[] {0}, new float[] {5}, new float[] {5}, new float[] {25}, 1);

        assertThat(statistics.mean(0)).isEqualTo(2);
        assertThat(statistics.meanSquare(0)).isEqualTo(31 / 4.0);
        assertThat(statistics.lowest(0)).isEqualTo(-1);
        assertThat(statistics.highest(0)).isEqualTo(5);
        assertThat(statistics.largest(0)).isEqualTo(5);
    }

    @Test
    void aRangeNeedNotContainZero() {
        ChannelStatistics statistics = new ChannelStatistics(1);
        statistics.add(new float[] {3}, new float[] {4}, new float[] {3.5f}, new float[] {12.5f}, 2);

        assertThat(statistics.lowest(0)).isEqualTo(3);
        statistics.add(new float[] {-9}, new float[] {-8}, new float[] {-8.5f}, new float[] {72.5f}, 2);
        assertThat(statistics.largest(0)).isEqualTo(9);
    }
}
