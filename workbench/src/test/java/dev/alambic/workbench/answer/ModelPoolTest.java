package dev.alambic.workbench.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alambic.workbench.Models;
import dev.alambic.workbench.answer.ModelPool.Lease;
import dev.alambic.workbench.shelf.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPoolTest {
    private static final float[] ROW = {3, 1, 0};

    @TempDir
    private Path folder;

    @Test
    void aFileIsOpenedOnce() {
        Path file = Models.table(folder.resolve("a.onnx"));
        try (ModelPool pool = new ModelPool(2, line -> {});
                Lease one = pool.lease("a", file);
                Lease other = pool.lease("a", file)) {
            assertThat(one.model()).isSameAs(other.model());
        }
    }

    @Test
    void aFileThatWasWrittenAnewIsAnother() throws Exception {
        Path file = Models.table(folder.resolve("a.onnx"));
        try (ModelPool pool = new ModelPool(2, line -> {});
                Lease one = pool.lease("a", file)) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1));
            try (Lease other = pool.lease("a", file)) {
                assertThat(one.model()).isNotSameAs(other.model());
            }
        }
    }

    @Test
    void onlyWhatNobodyAsksLeaves() {
        try (ModelPool pool = new ModelPool(1, line -> {})) {
            Lease held = pool.lease("a", Models.table(folder.resolve("a.onnx")));
            for (int i = 0; i < 4; i++) {
                pool.lease("b", Models.table(folder.resolve("b" + i + ".onnx"))).close();
            }
            assertThat(pool.size()).isLessThanOrEqualTo(2);
            assertThat(held.model().answer(ROW).values()).containsKey("low");
            held.close();
            held.close(); // given back once
            assertThat(pool.lease("a", folder.resolve("a.onnx"))
                            .model()
                            .answer(ROW)
                            .values())
                    .containsKey("low");
        }
    }

    @Test
    void whatIsAskedWhileThePoolClosesIsAnswered() {
        ModelPool pool = new ModelPool(1, line -> {});
        Lease held = pool.lease("a", Models.table(folder.resolve("a.onnx")));
        pool.close();
        assertThat(held.model().answer(ROW).values()).containsKey("low");
        held.close();
        assertThatThrownBy(() -> pool.lease("a", folder.resolve("a.onnx")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("closing");
    }

    /** A session that is closed while it runs would end the process. */
    @Test
    void manyAskWhileModelsComeAndGo() throws Exception {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            files.add(Models.table(folder.resolve(i + ".onnx")));
        }
        ExecutorService users = Executors.newFixedThreadPool(8);
        try (ModelPool pool = new ModelPool(1, line -> {})) {
            List<Future<?>> all = new ArrayList<>();
            for (int user = 0; user < 8; user++) {
                int start = user;
                all.add(users.submit(() -> {
                    for (int i = 0; i < 40; i++) {
                        try (Lease lease = pool.lease("x", files.get((start + i) % files.size()))) {
                            assertThat(lease.model().answer(ROW).values().get("low"))
                                    .isGreaterThan(0.8);
                        }
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            users.shutdownNow();
        }
    }
}
