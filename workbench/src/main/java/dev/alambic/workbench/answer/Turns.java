package dev.alambic.workbench.answer;

import dev.alambic.workbench.shelf.Refusal;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets so many work at once; others wait in the order in which they came, but neither too many nor too long. */
public final class Turns {
    private static final int MOST_WAITING = 256;
    private static final long SECONDS = 20;

    private final Semaphore free;

    public Turns(int atOnce) {
        this.free = new Semaphore(atOnce, true);
    }

    /**
     * Does {@code work} when its turn comes.
     *
     * @throws Refusal if too many wait already, or it takes too long
     */
    public <T> T take(Supplier<T> work) {
        if (free.getQueueLength() >= MOST_WAITING || !acquired()) {
            throw new Refusal(503, "too much to do at once (waiting: " + free.getQueueLength() + "); try again");
        }
        try {
            return work.get();
        } finally {
            free.release();
        }
    }

    private boolean acquired() {
        try {
            return free.tryAcquire(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
