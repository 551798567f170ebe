package dev.alambic.bench.gate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a setting of the matrix is told apart by. */
enum SelectorKey {
    BATCH,
    THREADS,
    PROVIDER;

    String symbol() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<SelectorKey> of(String symbol) {
        return Arrays.stream(values())
                .filter(key -> key.symbol().equals(symbol))
                .findFirst();
    }

    static List<String> symbols() {
        return Arrays.stream(values()).map(SelectorKey::symbol).toList();
    }
}
