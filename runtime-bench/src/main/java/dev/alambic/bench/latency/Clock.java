package dev.alambic.bench.latency;

import java.util.concurrent.locks.LockSupport;

/** Time that passes, in ns from some start. */
interface Clock {

    long nanos();

    /** Returns once that time has come. */
    void waitUntil(long nanos);

    /** The system's clock; it sleeps while there is time and then watches, since sleepers wake late. */
    Clock SYSTEM = new Clock() {
        private static final long WATCHED_NANOS = 200_000;

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void waitUntil(long nanos) {
            long left = nanos - System.nanoTime();
            while (left > 0) {
                if (left > WATCHED_NANOS) {
                    LockSupport.parkNanos(left - WATCHED_NANOS);
                } else {
                    Thread.onSpinWait();
                }
                left = nanos - System.nanoTime();
            }
        }
    };
}
