package dev.alambic.trainer.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.util.Optional;

/**
 * Tells the C library to keep freed memory instead of giving it back to the system after each training step, which
 * costs up to half of the time of a small convolutional network (page faults), and to give it back when training is
 * over. Only glibc knows how; elsewhere nothing is done.
 */
final class NativeMemory {

    private static final int TRIM_THRESHOLD = -1;
    private static final int TOP_PAD = -2;
    private static final int MMAP_THRESHOLD = -3;
    private static final int ARENA_MAX = -8;
    private static final int EVERYTHING = 2_000_000_000;
    private static final int KEPT = 64 << 20;
    /** What glibc begins with; see mallopt(3). */
    private static final int USUAL = 128 << 10;

    private NativeMemory() {}

    /** Part of malloc.h. */
    interface Malloc extends Library {
        int mallopt(int parameter, int value);

        int malloc_trim(long pad);
    }

    /** The C library, where it is glibc. */
    private static Optional<Malloc> malloc() {
        if (!Platform.isLinux()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Native.load("c", Malloc.class));
        } catch (UnsatisfiedLinkError e) {
            // another C library: slower, not wrong
            return Optional.empty();
        }
    }

    /** Takes effect in threads that start afterwards. */
    static void keepFreedMemory() {
        malloc().ifPresent(malloc -> {
            malloc.mallopt(MMAP_THRESHOLD, EVERYTHING);
            malloc.mallopt(TRIM_THRESHOLD, EVERYTHING);
            malloc.mallopt(TOP_PAD, KEPT);
            malloc.mallopt(ARENA_MAX, 1);
        });
    }

    /** Gives back what is free, and will be freed: what comes after training is not made of small steps. */
    static void giveBack() {
        malloc().ifPresent(malloc -> {
            malloc.mallopt(MMAP_THRESHOLD, USUAL);
            malloc.mallopt(TRIM_THRESHOLD, USUAL);
            malloc.mallopt(TOP_PAD, USUAL);
            malloc.malloc_trim(0);
        });
    }
}
