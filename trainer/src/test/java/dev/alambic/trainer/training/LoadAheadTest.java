package dev.alambic.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoadAheadTest {

    private static List<int[]> batches(int count) {
        List<int[]> batches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            batches.add(new int[] {i, 100 + i});
        }
        return batches;
    }

    @Test
    void batchesComeInTheirOrderWhateverTheThreads() {
        AtomicInteger made = new AtomicInteger();
        try (LoadAhead<int[]> ahead = new LoadAhead<>(
                () -> {
                    made.incrementAndGet();
                    return new int[3];
                },
                (buffer, epoch, indices) -> {
                    sleep(indices[0] % 3);
                    buffer[0] = epoch;
                    System.arraycopy(indices, 0, buffer, 1, 2);
                })) {
            for (int epoch = 1; epoch <= 3; epoch++) {
                List<int[]> batches = batches(20);
                ahead.start(epoch, batches);
                for (int[] batch : batches) {
                    assertThat(ahead.take(epoch, batch)).containsExactly(epoch, batch[0], batch[1]);
                }
            }
        }
        assertThat(made.get()).isLessThanOrEqualTo(5);
    }

    private static void sleep(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void batchesArePreparedBeforeTheyAreAskedFor() throws InterruptedException {
        CountDownLatch prepared = new CountDownLatch(4);
        try (LoadAhead<int[]> ahead =
                new LoadAhead<>(() -> new int[1], (buffer, epoch, indices) -> prepared.countDown())) {
            ahead.start(1, batches(10));
            assertThat(prepared.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatWasNotOrderedIsNotThere() {
        try (LoadAhead<int[]> ahead = new LoadAhead<>(() -> new int[1], (buffer, epoch, indices) -> {})) {
            List<int[]> batches = batches(2);
            assertThat(ahead.take(1, batches.get(0))).isNull();
            ahead.start(1, batches);
            assertThat(ahead.take(1, new int[] {0, 100})).isNull();
            assertThat(ahead.take(2, batches.get(0))).isNull();
            assertThat(ahead.take(1, batches.get(0))).isNotNull();
        }
    }

    @Test
    void anEpochThatIsBrokenOffGivesItsBuffersBack() {
        AtomicInteger made = new AtomicInteger();
        try (LoadAhead<int[]> ahead = new LoadAhead<>(
                () -> new int[made.incrementAndGet()], (buffer, epoch, indices) -> Arrays.fill(buffer, epoch))) {
            for (int epoch = 0; epoch < 20; epoch++) {
                List<int[]> batches = batches(9);
                ahead.start(epoch, batches);
                assertThat(ahead.take(epoch, batches.get(0))).isNotNull();
            }
        }
        assertThat(made.get()).isLessThanOrEqualTo(5);
    }

    @Test
    void aRefusalReachesWhoeverAsks() {
        try (LoadAhead<int[]> ahead = new LoadAhead<>(() -> new int[1], (buffer, epoch, indices) -> {
            throw new IllegalArgumentException("cat.jpg: broken");
        })) {
            List<int[]> batches = batches(1);
            ahead.start(1, batches);
            assertThatThrownBy(() -> ahead.take(1, batches.get(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cat.jpg: broken");
        }
    }
}
