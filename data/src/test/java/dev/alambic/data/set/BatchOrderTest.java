package dev.alambic.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.onnx.InputMeaning;
import java.io.RandomAccessFile;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BatchOrderTest {

    /** 3 samples of class a, then 47 of class b; class c has none. */
    private static final Dataset DATA = Dataset.table(
            "uneven",
            new InputMeaning.Table(List.of("x")),
            List.of("a", "b", "c"),
            new float[50][1],
            IntStream.range(0, 50).map(i -> i < 3 ? 0 : 1).toArray());

    /** Factors by which both classes, of 3 and of 47 samples, are drawn equally often. */
    private static final List<Double> EQUALLY = List.of(47.0, 3.0, 1.0);

    @Test
    void anEpochFeedsEverySampleOnce() {
        int[] order = BatchOrder.shuffled(DATA, 1).epoch(1);

        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, 50).toArray());
        assertThat(order).isNotEqualTo(IntStream.range(0, 50).toArray());
    }

    @Test
    void theOrderIsAFunctionOfSeedAndEpoch() {
        BatchOrder order = BatchOrder.shuffled(DATA, 1);
        int[] first = order.epoch(1);

        assertThat(order.epoch(2)).isNotEqualTo(first);
        assertThat(order.epoch(1)).isEqualTo(first);
        assertThat(BatchOrder.shuffled(DATA, 1).epoch(1)).isEqualTo(first);
        assertThat(BatchOrder.shuffled(DATA, 2).epoch(1)).isNotEqualTo(first);
    }

    @Test
    void aBalancedEpochFeedsEachClassEquallyOften() {
        int[] order = BatchOrder.weighted(DATA, EQUALLY, 1).epoch(4);

        assertThat(order).hasSize(50);
        assertThat(Arrays.stream(order).filter(i -> DATA.label(i) == 0)).hasSize(25);
        // 25 draws of 3 samples: each 8 or 9 times; 25 draws of 47: none twice
        for (int rare = 0; rare < 3; rare++) {
            int index = rare;
            assertThat(Arrays.stream(order).filter(i -> i == index).count()).isBetween(8L, 9L);
        }
        assertThat(Arrays.stream(order).filter(i -> DATA.label(i) == 1).distinct())
                .hasSize(25);
    }

    @Test
    void balancedEpochsSeeOtherPartsOfTheLargeClass() {
        BatchOrder order = BatchOrder.weighted(DATA, EQUALLY, 1);

        long seen = IntStream.rangeClosed(1, 10)
                .flatMap(epoch -> Arrays.stream(order.epoch(epoch)))
                .distinct()
                .count();

        assertThat(seen).isEqualTo(50); // each is missed in ten epochs with probability (22/47)^10 = 0.0005
    }

    @Test
    void aWeightedEpochFeedsAClassByItsFactor() {
        int[] order = BatchOrder.weighted(DATA, List.of(5.0, 1.0, 1.0), 1).epoch(1);

        // 5 * 3 of 5 * 3 + 47
        assertThat(Arrays.stream(order).filter(i -> DATA.label(i) == 0)).hasSize(Math.round(50 * 15f / 62));
    }

    @Test
    void withoutAnyFactorAboveZeroNothingWouldBeDrawn() {
        assertThatThrownBy(() -> BatchOrder.weighted(DATA, List.of(0.0, 0.0, 0.0), 1))
                .hasMessageContaining("nothing");
    }

    @Test
    void batchesAreTheEpochInPieces() {
        BatchOrder order = BatchOrder.shuffled(DATA, 1);

        List<int[]> batches = order.batches(1, 16);

        assertThat(batches).extracting(batch -> batch.length).containsExactly(16, 16, 16, 2);
        assertThat(batches.stream().flatMapToInt(Arrays::stream).toArray()).isEqualTo(order.epoch(1));
    }

    @Test
    void aSingleSampleJoinsTheBatchBeforeIt() {
        assertThat(BatchOrder.shuffled(DATA, 1).batches(1, 7))
                .extracting(batch -> batch.length)
                .containsExactly(7, 7, 7, 7, 7, 7, 8);
        assertThat(BatchOrder.shuffled(DATA, 1).batches(1, 1)).hasSize(50);
        assertThat(BatchOrder.shuffled(DATA, 1).batches(1, 1000)).hasSize(1);
    }

    @Test
    void noSamplesAreRefused() {
        assertThatThrownBy(() -> BatchOrder.shuffled(DATA.subset(new int[0]), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void samplesInAFileAreEachTakenOnceInAnOrderOfTheSeed() {
        RowStore.Writer rows = new RowStore.Writer(2, 0, temporary -> new RandomAccessFile(temporary.toFile(), "rw"));
        int count = 3_000_000;
        for (int i = 0; i < count; i++) {
            rows.add(new float[] {i, -i});
        }
        Dataset data = Dataset.table(
                "large",
                new InputMeaning.Table(List.of("a", "b")),
                rows.finish(),
                Targets.classes(List.of("x", "y"), new int[count]));

        int[] first = BatchOrder.shuffled(data, 1).epoch(1);

        assertThat(Arrays.stream(first).sorted().toArray())
                .isEqualTo(IntStream.range(0, count).toArray());
        assertThat(BatchOrder.shuffled(data, 1).epoch(1)).isEqualTo(first);
        assertThat(BatchOrder.shuffled(data, 1).epoch(2)).isNotEqualTo(first);
        // a batch comes from all over the file: the mean of 1,000 of 3 million lies within 6 of its deviations
        double mean = Arrays.stream(first, 0, 1000).average().orElseThrow();
        assertThat(mean).isBetween(1_500_000.0 - 165_000, 1_500_000.0 + 165_000);
    }
}
