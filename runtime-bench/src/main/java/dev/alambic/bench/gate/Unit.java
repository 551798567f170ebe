package dev.alambic.bench.gate;

import java.util.List;

/**
 * What may follow a number.
 *
 * @param factor seconds, bytes, joules or pieces that one of it is; prefixes of bytes are powers of 1000, those with an
 *     i powers of 1024
 */
record Unit(String symbol, double factor, Dimension dimension) {
    private static final List<Unit> ALL = List.of(
            new Unit("ns", 1e-9, Dimension.TIME),
            new Unit("us", 1e-6, Dimension.TIME),
            new Unit("µs", 1e-6, Dimension.TIME),
            new Unit("ms", 1e-3, Dimension.TIME),
            new Unit("s", 1, Dimension.TIME),
            new Unit("B", 1, Dimension.BYTES),
            new Unit("KB", 1e3, Dimension.BYTES),
            new Unit("kB", 1e3, Dimension.BYTES),
            new Unit("MB", 1e6, Dimension.BYTES),
            new Unit("GB", 1e9, Dimension.BYTES),
            new Unit("KiB", 1 << 10, Dimension.BYTES),
            new Unit("MiB", 1 << 20, Dimension.BYTES),
            new Unit("GiB", 1 << 30, Dimension.BYTES),
            new Unit("uJ", 1e-6, Dimension.ENERGY),
            new Unit("mJ", 1e-3, Dimension.ENERGY),
            new Unit("J", 1, Dimension.ENERGY),
            new Unit("%", 1e-2, Dimension.NONE),
            new Unit("x", 1, Dimension.NONE),
            new Unit("k", 1e3, Dimension.NONE),
            new Unit("M", 1e6, Dimension.NONE),
            new Unit("G", 1e9, Dimension.NONE));

    /** Returns the quantity that {@code number} of this unit is. */
    Quantity of(double number) {
        return new Quantity(number * factor, dimension, dimension.equals(Dimension.NONE));
    }

    /** @throws IllegalArgumentException if there is no such unit */
    static Unit of(Token symbol, String source) {
        return ALL.stream()
                .filter(unit -> unit.symbol.equals(symbol.text()))
                .findFirst()
                .orElseThrow(() -> GateSyntax.error(
                        source,
                        symbol.position(),
                        "unknown unit " + symbol,
                        symbol.text(),
                        ALL.stream().map(Unit::symbol).toList()));
    }
}
