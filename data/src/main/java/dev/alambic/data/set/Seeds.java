package dev.alambic.data.set;

import java.util.SplittableRandom;

/** Random streams that are told apart by three numbers. */
public final class Seeds {
    private Seeds() {}

    /** Returns the stream of one (seed, round, index); streams of neighbouring numbers are unrelated. */
    public static SplittableRandom random(long seed, long round, long index) {
        return new SplittableRandom(mix(mix(mix(seed) + round) + index));
    }

    /** The finalizer of SplitMix64, after a step of the golden ratio (Steele, Lea, Flood, OOPSLA 2014, figure 16). */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
