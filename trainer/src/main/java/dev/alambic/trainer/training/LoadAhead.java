package dev.alambic.trainer.training;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the batches of an epoch before they are asked for, on threads of its own, in buffers that are used again.
 * Which thread prepares what decides nothing: a batch is a function of its own samples.
 *
 * @param <B> buffers of a batch
 */
final class LoadAhead<B> implements AutoCloseable {
    /** Batches that are ready or being prepared, beside the one that is learnt from. */
    private static final int AHEAD = 4;

    private static final int MOST_THREADS = 4;

    /** Fills buffers with a batch. */
    @FunctionalInterface
    interface Preparation<B> {
        void prepare(B buffers, int epoch, int[] indices);
    }

    private final Preparation<B> preparation;
    private final Supplier<B> buffers;
    private final ExecutorService threads;
    private final Queue<Ordered<B>> ordered = new ArrayDeque<>();
    private final Queue<B> free = new ArrayDeque<>();
    private Iterator<int[]> left = List.<int[]>of().iterator();
    private int epoch;
    private int made;
    private @Nullable B lent;

    private static final class Ordered<B> {
        private final B buffers;
        private final int[] indices;
        private final Future<?> done;

        Ordered(B buffers, int[] indices, Future<?> done) {
            this.buffers = buffers;
            this.indices = indices;
            this.done = done;
        }
    }

    LoadAhead(Supplier<B> buffers, Preparation<B> preparation) {
        this.buffers = buffers;
        this.preparation = preparation;
        int count = Math.max(1, Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
        this.threads = Executors.newFixedThreadPool(count, work -> {
            Thread thread = new Thread(work, "load ahead");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins with the batches of an epoch; what was left of another is given up. */
    void start(int newEpoch, List<int[]> batches) {
        for (Ordered<B> old : ordered) {
            finish(old);
            free.add(old.buffers);
        }
        ordered.clear();
        epoch = newEpoch;
        left = batches.iterator();
        order();
    }

    /**
     * Returns the buffers of a batch, which are the caller's until the next call.
     *
     * @return null if this batch is not the next of the epoch that was started
     */
    @Nullable
    B take(int ofEpoch, int[] indices) {
        Ordered<B> next = ordered.peek();
        if (next == null || ofEpoch != epoch || next.indices != indices) {
            return null;
        }
        ordered.remove();
        if (lent != null) {
            free.add(lent);
        }
        lent = next.buffers;
        finish(next);
        order();
        return next.buffers;
    }

    private void order() {
        while (ordered.size() < AHEAD && left.hasNext()) {
            int[] indices = left.next();
            B target = free.isEmpty() ? more() : free.remove();
            int round = epoch;
            ordered.add(
                    new Ordered<>(target, indices, threads.submit(() -> preparation.prepare(target, round, indices))));
        }
    }

    private B more() {
        made++;
        if (made > AHEAD + 1) {
            throw new AssertionError("bug: buffers of batches are lost");
        }
        return buffers.get();
    }

    private static void finish(Ordered<?> ordered) {
        try {
            ordered.done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("training was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new AssertionError("bug: a batch failed", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
