package dev.alambic.data.sound;

/** A sound of one channel. */
public final class Wave {
    /** A level and a half of 16 bits. */
    private static final float SILENCE = 1.5f / (1 << 15);

    private final int rate;
    private final float[] values;
    private final int channels;

    /**
     * Keeps the values without a copy.
     *
     * @param rate values a second
     * @param values from -1 to 1
     * @param channels that the file had, whose mean this is
     */
    Wave(int rate, float[] values, int channels) {
        this.rate = rate;
        this.values = values;
        this.channels = channels;
    }

    /** Returns the values a second. */
    public int rate() {
        return rate;
    }

    /** Returns the values, from -1 to 1. */
    public float[] values() {
        return values;
    }

    /** Returns how many channels the file had, whose mean this is. */
    public int channels() {
        return channels;
    }

    /** Returns whether nothing is to be heard. */
    public boolean isSilent() {
        for (float value : values) {
            if (Math.abs(value) > SILENCE) {
                return false;
            }
        }
        return true;
    }
}
