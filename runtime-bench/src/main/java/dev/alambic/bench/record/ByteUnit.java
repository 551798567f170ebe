package dev.alambic.bench.record;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Units of sizes: powers of 1000, and powers of 1024 with an I. */
public enum ByteUnit {
    B(1, "B"),
    KB(1_000, "KB kB"),
    MB(1_000_000, "MB"),
    GB(1_000_000_000, "GB"),
    KIB(1 << 10, "KiB"),
    MIB(1 << 20, "MiB"),
    GIB(1 << 30, "GiB");

    private final long bytes;
    private final String symbols;

    ByteUnit(long bytes, String symbols) {
        this.bytes = bytes;
        this.symbols = symbols;
    }

    /** Returns how many bytes {@code amount} of this are. */
    public double bytes(double amount) {
        return amount * bytes;
    }

    /** Returns the ways to write it. */
    public List<String> symbols() {
        return List.of(symbols.split(" ", -1));
    }

    /** Returns the unit that is written so. */
    public static Optional<ByteUnit> named(String symbol) {
        return Arrays.stream(values())
                .filter(unit -> unit.symbols().contains(symbol))
                .findFirst();
    }
}
