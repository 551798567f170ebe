package dev.alambic.workbench.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class WatchingTest {

    @TempDir
    private Path folder;

    /** Keeps what it is sent; one that is stuck never returns from a send. */
    private static final class Watcher implements Watching.Stream {
        private final BlockingQueue<String> got = new LinkedBlockingQueue<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private final boolean stuck;

        Watcher(boolean stuck) {
            this.stuck = stuck;
        }

        @Override
        public void send(long number, String json) {
            got.add(number + " " + json);
            if (stuck) {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void beat() {}

        @Override
        public boolean isOver() {
            return over.getCount() == 0;
        }

        @Override
        public void end() {
            over.countDown();
        }

        String next() throws InterruptedException {
            return String.valueOf(got.poll(10, TimeUnit.SECONDS));
        }
    }

    private static void append(Path file, String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void tellsWhatWasAndWhatComes() throws Exception {
        Path file = folder.resolve("events.jsonl");
        append(file, "{1}\n{2}\n");
        try (Watching watching = new Watching(line -> {})) {
            Watcher all = new Watcher(false);
            Watcher rest = new Watcher(false);
            watching.watch(file, 0, all);
            watching.watch(file, 1, rest);
            assertThat(List.of(all.next(), all.next())).containsExactly("1 {1}", "2 {2}");
            assertThat(rest.next()).isEqualTo("2 {2}");
            append(file, "{3}\n{4");
            assertThat(all.next()).isEqualTo("3 {3}");
            append(file, "}\n");
            assertThat(all.next()).isEqualTo("4 {4}");
        }
    }

    @Test
    void waitsForARunThatHasToldNothing() throws Exception {
        Path file = folder.resolve("events.jsonl");
        try (Watching watching = new Watching(line -> {})) {
            Watcher watcher = new Watcher(false);
            watching.watch(file, 0, watcher);
            append(file, "{1}\n");
            assertThat(watcher.next()).isEqualTo("1 {1}");
        }
    }

    @Test
    void oneThatDoesNotReadHoldsUpNobody() throws Exception {
        Path file = folder.resolve("events.jsonl");
        try (Watching watching = new Watching(line -> {})) {
            for (int i = 0; i < 10; i++) {
                watching.watch(file, 0, new Watcher(true));
            }
            Watcher reads = new Watcher(false);
            watching.watch(file, 0, reads);
            for (int i = 1; i <= 20; i++) {
                append(file, "{" + i + "}\n");
                assertThat(reads.next()).isEqualTo(i + " {" + i + "}");
            }
        }
    }

    @Test
    void closingEndsEveryStream() throws Exception {
        Watching watching = new Watching(line -> {});
        Watcher one = new Watcher(false);
        Watcher stuck = new Watcher(true);
        append(folder.resolve("events.jsonl"), "{1}\n");
        watching.watch(folder.resolve("events.jsonl"), 0, one);
        watching.watch(folder.resolve("events.jsonl"), 0, stuck);
        assertThat(stuck.next()).isEqualTo("1 {1}");
        watching.close();
        assertThat(one.over.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(stuck.over.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
