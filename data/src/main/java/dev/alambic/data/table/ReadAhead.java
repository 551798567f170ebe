package dev.alambic.data.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a file on a thread of its own, while those before them are made use of. */
final class ReadAhead {
    private static final int ROWS = 256;
    private static final int BATCHES = 4;

    private final Source source;
    private final BlockingQueue<Batch> batches = new ArrayBlockingQueue<>(BATCHES);

    private ReadAhead(Source source) {
        this.source = source;
    }

    /** Returns the next row, null at the end. */
    @FunctionalInterface
    interface Source {
        @Nullable
        CsvRow next() throws IOException;
    }

    /**
     * Rows that follow each other.
     *
     * @param failure what was thrown behind them; null if nothing was
     */
    private record Batch(
            List<CsvRow> rows, boolean isLast, @Nullable Throwable failure) {}

    /** Passes on the rows of a source, in order, on the thread of the caller. */
    static void pass(Source source, Consumer<CsvRow> reader) throws IOException {
        ReadAhead ahead = new ReadAhead(source);
        Thread thread = new Thread(ahead::read, "read ahead");
        thread.setDaemon(true);
        thread.start();
        try {
            Batch batch = ahead.batches.take();
            batch.rows.forEach(reader);
            while (!batch.isLast) {
                batch = ahead.batches.take();
                batch.rows.forEach(reader);
            }
            throwAgain(batch.failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("reading was interrupted");
        } finally {
            thread.interrupt();
        }
    }

    private static void throwAgain(@Nullable Throwable failure) throws IOException {
        if (failure instanceof IOException broken) {
            throw broken;
        }
        if (failure instanceof RuntimeException refusal) {
            throw refusal;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    private void read() {
        try {
            while (!Thread.interrupted()) {
                Batch batch = batch();
                batches.put(batch);
                if (batch.isLast) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody waits for more
        }
    }

    private Batch batch() {
        List<CsvRow> rows = new ArrayList<>(ROWS);
        try {
            for (CsvRow row = source.next(); row != null; row = source.next()) {
                rows.add(row);
                if (rows.size() == ROWS) {
                    return new Batch(rows, false, null);
                }
            }
            return new Batch(rows, true, null);
        } catch (IOException | RuntimeException | Error e) {
            return new Batch(rows, true, e);
        }
    }
}
