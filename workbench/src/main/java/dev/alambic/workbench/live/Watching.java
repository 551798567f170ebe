package dev.alambic.workbench.live;

import dev.alambic.workbench.shelf.Refusal;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the events of runs to watchers as the runs tell them.
 *
 * <p>Each watcher has a writer of its own that reads the run's file of events from where that watcher stands. The file
 * is the queue: nothing is held in memory for a watcher that does not read, and it holds up nobody, the run least of
 * all.
 */
public final class Watching implements AutoCloseable {
    private static final int MOST = 256;
    private static final long LOOK_MILLIS = 150;
    private static final long HEARTBEAT_MILLIS = 10_000;

    private final Consumer<String> log;
    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param log is told what goes wrong */
    public Watching(Consumer<String> log) {
        this.log = log;
    }

    /** Where the events of one watcher go; one thread calls it. */
    public interface Stream {

        /**
         * Sends an event.
         *
         * @param number of its line in the file, from 1
         * @param json the line
         */
        void send(long number, String json);

        /** Sends what only keeps the connection. */
        void beat();

        /** Returns whether the watcher has left. */
        boolean isOver();

        /** Tells the watcher that nothing follows. */
        void end();
    }

    /** Refuses one more watcher if there are too many. */
    public void requireRoom() {
        if (closed || watches.size() >= MOST) {
            throw new Refusal(503, "too many watch already (expected at most " + MOST + ")");
        }
    }

    /**
     * Begins to send, in a thread of its own.
     *
     * @param after the number of the last event that the watcher has; 0 for none
     */
    public void watch(Path events, long after, Stream stream) {
        Watch watch = new Watch(events, after, stream);
        watches.add(watch);
        Thread writer = new Thread(watch, "watcher");
        writer.setDaemon(true);
        watch.thread = writer;
        writer.start();
    }

    /** Returns how many watch. */
    public int size() {
        return watches.size();
    }

    @Override
    public void close() {
        closed = true;
        watches.forEach(Watch::interrupt);
    }

    private final class Watch implements Runnable {
        private final LineTail tail;
        private final long after;
        private final Stream stream;
        private long number;
        private volatile @Nullable Thread thread;

        Watch(Path events, long after, Stream stream) {
            this.tail = new LineTail(events);
            this.after = after;
            this.stream = stream;
        }

        void interrupt() {
            Thread writer = thread;
            if (writer != null) {
                writer.interrupt();
            }
        }

        @Override
        public void run() {
            try {
                long sent = System.nanoTime();
                while (!closed && !stream.isOver()) {
                    List<String> lines = tail.more();
                    lines.forEach(this::send);
                    long now = System.nanoTime();
                    if (!lines.isEmpty()) {
                        sent = now;
                    } else if (now - sent > HEARTBEAT_MILLIS * 1_000_000) {
                        stream.beat();
                        sent = now;
                    } else {
                        Thread.sleep(LOOK_MILLIS);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (UncheckedIOException e) {
                log.accept(String.valueOf(e.getMessage()));
            } finally {
                watches.remove(this);
                stream.end();
            }
        }

        private void send(String line) {
            number++;
            if (number > after && !stream.isOver()) {
                stream.send(number, line);
            }
        }
    }
}
