package dev.alambic.trainer.engine;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Tells the C library to keep freed memory instead of giving it back to the system after each training step, which
 * costs up to half of the time of a small convolutional network (page faults). Only glibc knows how; elsewhere nothing
 * is done.
 */
final class NativeMemory {

    private static final int TRIM_THRESHOLD = -1;
    private static final int TOP_PAD = -2;
    private static final int MMAP_THRESHOLD = -3;
    private static final int ARENA_MAX = -8;

    private NativeMemory() {}

    /** Part of malloc.h. */
    interface Malloc extends Library {
        int mallopt(int parameter, int value);
    }

    /** Takes effect in threads that start afterwards. */
    static void keepFreedMemory() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            Malloc malloc = Native.load("c", Malloc.class);
            malloc.mallopt(MMAP_THRESHOLD, 2_000_000_000);
            malloc.mallopt(TRIM_THRESHOLD, 2_000_000_000);
            malloc.mallopt(TOP_PAD, 64 << 20);
            malloc.mallopt(ARENA_MAX, 1);
        } catch (UnsatisfiedLinkError e) {
            // another C library: slower, not wrong
            return;
        }
    }
}
