package dev.alambic.bench.gate;

import dev.alambic.bench.record.ByteUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What may follow a number.
 *
 * @param factor seconds, bytes, joules or pieces that one of it is; prefixes of bytes are powers of 1000, those with an
 *     i powers of 1024
 */
record GateUnit(String symbol, double factor, Dimension dimension) {
    private static final List<GateUnit> ALL = all();

    private static List<GateUnit> all() {
        List<GateUnit> all = new ArrayList<>(List.of(
                new GateUnit("ns", 1e-9, Dimension.TIME),
                new GateUnit("us", 1e-6, Dimension.TIME),
                new GateUnit("µs", 1e-6, Dimension.TIME),
                new GateUnit("ms", 1e-3, Dimension.TIME),
                new GateUnit("s", 1, Dimension.TIME)));
        for (ByteUnit unit : ByteUnit.values()) {
            unit.symbols().forEach(symbol -> all.add(new GateUnit(symbol, unit.bytes(1), Dimension.BYTES)));
        }
        all.addAll(List.of(
                new GateUnit("uJ", 1e-6, Dimension.ENERGY),
                new GateUnit("mJ", 1e-3, Dimension.ENERGY),
                new GateUnit("J", 1, Dimension.ENERGY),
                new GateUnit("%", 1e-2, Dimension.NONE),
                new GateUnit("x", 1, Dimension.NONE),
                new GateUnit("k", 1e3, Dimension.NONE),
                new GateUnit("M", 1e6, Dimension.NONE),
                new GateUnit("G", 1e9, Dimension.NONE)));
        return List.copyOf(all);
    }

    /** Returns the quantity that {@code number} of this unit is. */
    Quantity of(double number) {
        return new Quantity(number * factor, dimension, dimension.equals(Dimension.NONE));
    }

    /** @throws IllegalArgumentException if there is no such unit */
    static GateUnit of(Token symbol, String source) {
        return ALL.stream()
                .filter(unit -> unit.symbol.equals(symbol.text()))
                .findFirst()
                .orElseThrow(() -> GateSyntax.error(
                        source,
                        symbol.position(),
                        "unknown unit " + symbol,
                        symbol.text(),
                        ALL.stream().map(GateUnit::symbol).toList()));
    }
}
