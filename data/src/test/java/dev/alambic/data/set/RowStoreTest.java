package dev.alambic.data.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RowStoreTest {
    private static final int WIDTH = 30;

    private static RowStore store(int rows, long mostBytes) {
        RowStore.Writer writer =
                new RowStore.Writer(WIDTH, mostBytes, temporary -> new RandomAccessFile(temporary.toFile(), "rw"));
        float[] row = new float[WIDTH];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < WIDTH; j++) {
                row[j] = value(i, j);
            }
            writer.add(row);
        }
        return writer.finish();
    }

    private static float value(int row, int place) {
        return row * 31f + place;
    }

    private static void requireRow(RowStore rows, int index) {
        float[] target = new float[WIDTH + 2];
        rows.copy(index, target, 1);
        assertThat(target[0]).isZero();
        assertThat(target[1]).isEqualTo(value(index, 0));
        assertThat(target[WIDTH]).isEqualTo(value(index, WIDTH - 1));
        assertThat(target[WIDTH + 1]).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 135, 136, 137, 5000})
    void rowsInAFileAreThoseInMemory(int count) {
        for (RowStore rows : List.of(store(count, Long.MAX_VALUE), store(count, 0))) {
            assertThat(rows.count()).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                requireRow(rows, i);
            }
            SplittableRandom random = new SplittableRandom(count);
            for (int i = 0; i < 500; i++) {
                requireRow(rows, random.nextInt(count));
            }
            for (int i = count - 1; i >= 0; i -= 7) {
                requireRow(rows, i);
            }
        }
    }

    @Test
    void moreThanIsKeptIsReadAgain() {
        RowStore rows = store(300_000, 0);
        for (int i = 0; i < 300_000; i += 136) {
            requireRow(rows, i);
        }
        requireRow(rows, 0);
        requireRow(rows, 299_999);
    }

    @Test
    void whatDoesNotFitIntoMemoryGoesToTheFile() {
        assertThat(store(5000, Long.MAX_VALUE).together()).isEqualTo(1);
        assertThat(store(5000, 300_000).together()).isEqualTo(136);
    }

    @Test
    void selectedValuesAreThoseOfTheirList() {
        float[][] codes = new float[2][];
        codes[1] = new float[31 * 50];
        for (int i = 0; i < codes[1].length; i++) {
            codes[1][i] = -2f * i;
        }
        RowStore some = store(50, 0).select(new int[] {29, 2}, codes);
        float[] target = new float[2];

        some.copy(7, target, 0);

        assertThat(some.width()).isEqualTo(2);
        assertThat(target).containsExactly(value(7, 29), -2 * value(7, 2));
    }

    @Test
    void severalThreadsReadAtOnceAndAnInterruptedOneHarmsNobody() throws InterruptedException {
        RowStore rows = store(5000, 0);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(t -> new Thread(() -> {
                    if (t == 0) {
                        Thread.currentThread().interrupt();
                    }
                    SplittableRandom random = new SplittableRandom(t);
                    for (int i = 0; i < 5000; i++) {
                        requireRow(rows, random.nextInt(5000));
                    }
                }))
                .toList();
        threads.forEach(thread -> thread.setUncaughtExceptionHandler((t, e) -> failed.set(e)));
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failed.get()).isNull();
    }

    @Test
    void aFullDiskIsSaidInALine() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "a device without room, of Linux");
        RowStore.Writer writer = new RowStore.Writer(WIDTH, 0, temporary -> new RandomAccessFile(full.toFile(), "rw"));
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        writer.add(new float[WIDTH]);
                    }
                })
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot be written there: No space left on device")
                .hasMessageContaining("java.io.tmpdir");
    }
}
