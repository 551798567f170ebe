package dev.alambic.bench.gate;

/**
 * What a figure counts, as powers of what it is made of: a rate of samples is {@code time -1}.
 *
 * @param time power of seconds
 * @param bytes power of bytes
 * @param energy power of joules
 */
record Dimension(int time, int bytes, int energy) {
    static final Dimension NONE = new Dimension(0, 0, 0);
    static final Dimension TIME = new Dimension(1, 0, 0);
    static final Dimension RATE = new Dimension(-1, 0, 0);
    static final Dimension BYTES = new Dimension(0, 1, 0);
    static final Dimension ENERGY = new Dimension(0, 0, 1);

    Dimension times(Dimension other) {
        return new Dimension(time + other.time, bytes + other.bytes, energy + other.energy);
    }

    Dimension over(Dimension other) {
        return new Dimension(time - other.time, bytes - other.bytes, energy - other.energy);
    }

    /** Returns whether a number without a unit may stand for it: a time or an energy needs one. */
    boolean admitsBareNumber() {
        return time <= 0 && energy <= 0;
    }

    /** Returns what it is called in messages. */
    String label() {
        if (equals(NONE)) {
            return "a number";
        }
        if (equals(TIME)) {
            return "a time";
        }
        if (equals(RATE)) {
            return "a rate";
        }
        if (equals(BYTES)) {
            return "a size in bytes";
        }
        return equals(ENERGY) ? "an energy" : "a product of units";
    }
}
