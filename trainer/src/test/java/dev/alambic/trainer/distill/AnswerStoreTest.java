package dev.alambic.trainer.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alambic.data.file.InvalidDataException;
import dev.alambic.trainer.distill.AnswerStore.Form;
import dev.alambic.trainer.distill.AnswerStore.Precision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerStoreTest {

    private static final int WIDTH = 3;
    private static final int BLOCK = AnswerStore.BLOCK;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("teacher.answers");
    }

    private AnswerStore open() {
        return AnswerStore.open(file, "model a data b", WIDTH, Form.whole());
    }

    /** Row r is r, r + 0.5, -r. */
    private static float[] rows(int from, int count) {
        float[] values = new float[count * WIDTH];
        for (int i = 0; i < count; i++) {
            values[i * WIDTH] = from + i;
            values[i * WIDTH + 1] = from + i + 0.5f;
            values[i * WIDTH + 2] = -(from + i);
        }
        return values;
    }

    private static void requireRow(AnswerStore store, int row) {
        float[] read = new float[WIDTH + 1];
        store.read(row, read, 1);
        assertThat(read).containsExactly(0, row, row + 0.5f, -row);
    }

    @Test
    void whatIsWrittenIsReadByThisAndTheNext() {
        try (AnswerStore store = open()) {
            assertThat(store.rows()).isZero();
            store.append(rows(0, BLOCK), BLOCK);
            store.append(rows(BLOCK, 10), 10);
            requireRow(store, BLOCK + 9);
        }
        try (AnswerStore store = open()) {
            assertThat(store.rows()).isEqualTo(BLOCK + 10);
            requireRow(store, 0);
            requireRow(store, BLOCK - 1);
            requireRow(store, BLOCK);
            assertThatThrownBy(() -> store.read(BLOCK + 10, new float[WIDTH], 0))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> store.append(rows(0, 1), 1)).hasMessageContaining("after the last");
        }
    }

    /** Every length that a kill may leave. */
    @Test
    void aFileCutAnywhereLosesAtMostItsLastBlock() throws IOException {
        try (AnswerStore store = open()) {
            store.append(rows(0, BLOCK), BLOCK);
            store.append(rows(BLOCK, 5), 5);
        }
        byte[] whole = Files.readAllBytes(file);
        int block = 8 + BLOCK * WIDTH * 4;
        int head = whole.length - block - (8 + 5 * WIDTH * 4);
        for (int length = 0; length < whole.length; length += length < head + 20 ? 1 : 97) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
            try (AnswerStore store = open()) {
                assertThat(store.rows()).as("of %d bytes", length).isEqualTo(length >= head + block ? BLOCK : 0);
                if (store.rows() > 0) {
                    requireRow(store, BLOCK - 1);
                }
                store.append(rows(store.rows(), 2), 2);
                requireRow(store, store.rows() - 1);
            }
            Files.write(file, whole);
        }
    }

    @Test
    void aBlockThatWasChangedIsWrittenAgain() throws IOException {
        try (AnswerStore store = open()) {
            store.append(rows(0, BLOCK), BLOCK);
            store.append(rows(BLOCK, 5), 5);
        }
        byte[] changed = Files.readAllBytes(file);
        changed[changed.length - 1] ^= 1;
        Files.write(file, changed);
        try (AnswerStore store = open()) {
            assertThat(store.rows()).isEqualTo(BLOCK);
        }
    }

    @Test
    void sixteenBitsAreEnoughForElevenDigits() {
        try (AnswerStore store = AnswerStore.open(file, "k", 2, new Form(Precision.FLOAT16, 0))) {
            store.append(new float[] {3.14159f, 1e9f}, 1);
            float[] read = new float[2];
            store.read(0, read, 0);
            assertThat(read[0]).isCloseTo(3.14159f, within(3.14159f / 2048));
            assertThat(read[1]).isEqualTo(65504);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"model c data b", "model a data b longer", "model"})
    void answersOfAnotherKeyAreRefused(String key) {
        open().close();
        assertThatThrownBy(() -> AnswerStore.open(file, key, WIDTH, Form.whole()))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("answers of another teacher, or to other data")
                .hasMessageContaining("model a data b width=3 precision=FLOAT32");
        assertThatThrownBy(() -> AnswerStore.open(file, "model a data b", WIDTH + 1, Form.whole()))
                .hasMessageContaining("width=3");
    }

    @Test
    void anotherFileIsRefusedAndLeftAlone() throws IOException {
        Files.writeString(file, "x,y\n1,2\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("no file of answers");
        assertThat(file).hasContent("x,y\n1,2\n");
    }

    /** The two largest as they are, and each other by the mean of what the others have together. */
    @Test
    void theLargestAreKeptWithTheMassOfTheOthers() {
        float[] logits = new float[40];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(i % 7 + 1);
        }
        logits[5] = 4;
        logits[33] = 5;
        float[] read = new float[logits.length];
        try (AnswerStore store = AnswerStore.open(file, "k", logits.length, new Form(Precision.FLOAT32, 2))) {
            store.append(logits, 1);
        }
        try (AnswerStore store = AnswerStore.written(file, "k", logits.length)) {
            store.read(0, read, 0);
        }
        assertThat(read[5]).isEqualTo(4);
        assertThat(read[33]).isEqualTo(5);
        double others = 0;
        for (int i = 0; i < logits.length; i++) {
            others += i == 5 || i == 33 ? 0 : Math.exp(logits[i]);
        }
        assertThat(Math.exp(read[0])).isCloseTo(others / 38, within(1e-4));
        assertThat(read[0]).isEqualTo(read[39]);
    }

    @Test
    void aRowThatWouldTakeNoLessRoomIsKeptWhole() {
        float[] logits = {1, 2, 3};
        for (int top : new int[] {2, 3, Integer.MAX_VALUE}) {
            float[] read = new float[3];
            try (AnswerStore store = AnswerStore.open(file, "k", 3, new Form(Precision.FLOAT32, top))) {
                store.append(logits, 1);
                store.read(0, read, 0);
                store.delete();
            }
            assertThat(read).containsExactly(1, 2, 3);
        }
    }
}
