package dev.alambic.onnx.runtime;

import dev.alambic.onnx.OnnxModel;
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
 * @param memoryPatterns whether the runtime plans its memory ahead, which makes runs faster and takes it time that
 *     grows with the square of the nodes
 * @param config further entries of the runtime's session configuration, which it accepts unchecked
 * @param optimizedModel where the runtime writes the graph that it really runs; null for nowhere
 * @param profile what the name of the trace begins with that the runtime writes; null for none
 */
@RecordBuilder
public record SessionOptions(
        int threads,
        Provider provider,
        OptimizationLevel optimization,
        boolean memoryPatterns,
        Map<String, String> config,
        @Nullable Path optimizedModel,
        @Nullable Path profile)
        implements SessionOptionsBuilder.With {
    static final String DISABLED = "optimization.disable_specified_optimizers";
    private static final String MATMUL_ADD_FUSION = "MatMulAddFusion";

    /** Nodes above which the runtime takes longer over those two than over all else. */
    private static final int LARGE_GRAPH = 4_000;

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
                true,
                Map.of("session.intra_op.allow_spinning", "0", "session.inter_op.allow_spinning", "0"),
                null,
                null);
    }

    /**
     * Returns {@link #defaults()} without copies of weights for faster kernels and without plans of memory, for what
     * runs hardly more than once.
     */
    public static SessionOptions once() {
        return defaults().withMemoryPatterns(false).withConfig("session.disable_prepacking", "1");
    }

    /**
     * Returns {@link #once()} for {@code model}: in a large graph, MatMul and Add stay two nodes and equal nodes stay
     * apart. Both rewritings take ONNX Runtime 1.29 time that grows with the square of the nodes; the first changes the
     * rounding at most, the second nothing.
     */
    public static SessionOptions once(OnnxModel model) {
        return model.graph().nodes().size() <= LARGE_GRAPH
                ? once()
                : once().withConfig(DISABLED, MATMUL_ADD_FUSION + ";CommonSubexpressionElimination");
    }

    /** Returns these options with MatMul and Add left as they are. */
    SessionOptions withoutMatMulAddFusion() {
        String disabled = config.getOrDefault(DISABLED, "");
        return withConfig(DISABLED, disabled.isEmpty() ? MATMUL_ADD_FUSION : disabled + ";" + MATMUL_ADD_FUSION);
    }

    public SessionOptions withConfig(String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(config);
        changed.put(key, value);
        return new SessionOptions(threads, provider, optimization, memoryPatterns, changed, optimizedModel, profile);
    }
}
