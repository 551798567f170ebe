package dev.alambic.bench.assertion;

/** Units of sizes: powers of 1000, and powers of 1024 with an I. */
public enum ByteUnit {
    B(1),
    KB(1_000),
    MB(1_000_000),
    GB(1_000_000_000),
    KIB(1 << 10),
    MIB(1 << 20),
    GIB(1 << 30);

    private final long bytes;

    ByteUnit(long bytes) {
        this.bytes = bytes;
    }

    /** Returns how many bytes {@code amount} of this are. */
    public double bytes(double amount) {
        return amount * bytes;
    }
}
