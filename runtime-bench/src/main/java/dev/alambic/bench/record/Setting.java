package dev.alambic.bench.record;

import dev.alambic.onnx.runtime.Provider;

/**
 * How the runtime is called.
 *
 * @param batch samples in a run, at least 1
 * @param threads intra-op threads of ONNX Runtime, at least 1
 * @param provider what computes
 */
public record Setting(int batch, int threads, Provider provider) {

    public Setting {
        if (batch < 1 || threads < 1) {
            throw new IllegalArgumentException("batch and threads are at least 1, was " + batch + " and " + threads);
        }
    }

    /** Returns the setting on the CPU. */
    public static Setting of(int batch, int threads) {
        return new Setting(batch, threads, Provider.CPU);
    }

    @Override
    public String toString() {
        String where = provider == Provider.CPU ? "" : ", " + provider.label();
        return "batch " + batch + ", " + threads + " thread" + (threads == 1 ? "" : "s") + where;
    }
}
