package dev.alambic.onnx.runtime;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How ONNX Runtime runs a model.
 *
 * @param threads threads that compute one operator, at least 1
 * @param config further entries of the runtime's session configuration, which it accepts unchecked
 * @param optimizedModel where the runtime writes the graph that it really runs; null for nowhere
 * @param profile what the name of the trace begins with that the runtime writes; null for none
 */
@RecordBuilder
public record SessionOptions(
        int threads,
        Provider provider,
        OptimizationLevel optimization,
        Map<String, String> config,
        @Nullable Path optimizedModel,
        @Nullable Path profile)
        implements SessionOptionsBuilder.With {

    public SessionOptions {
        if (threads < 1) {
            throw new IllegalArgumentException("threads are at least 1, was " + threads);
        }
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }

    /**
     * Returns one thread on the CPU with all optimizations. Idle threads do not spin, since they would take the cores
     * that other sessions are measured on.
     */
    public static SessionOptions defaults() {
        return new SessionOptions(
                1,
                Provider.CPU,
                OptimizationLevel.ALL,
                Map.of("session.intra_op.allow_spinning", "0", "session.inter_op.allow_spinning", "0"),
                null,
                null);
    }

    /**
     * Returns {@link #defaults()} without copies of weights for faster kernels, for what runs hardly more than once.
     */
    public static SessionOptions once() {
        return defaults().withConfig("session.disable_prepacking", "1");
    }

    public SessionOptions withConfig(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(config);
        changed.put(key, value);
        return new SessionOptions(threads, provider, optimization, changed, optimizedModel, profile);
    }
}
