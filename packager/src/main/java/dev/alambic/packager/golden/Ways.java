package dev.alambic.packager.golden;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Graph;
import dev.alambic.onnx.runtime.OptimizationLevel;
import dev.alambic.onnx.runtime.SessionOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** Ways to run one model that another machine might go: they differ in order and place of rounding. */
final class Ways {
    private static final String FLOATS_FOR_INTEGERS = "session.disable_quant_qdq";

    private Ways() {}

    /** Returns the ways by name; the reference, all optimizations, is not among them. */
    static Map<String, SessionOptions> of(OnnxModel model) {
        SessionOptions options = SessionOptions.defaults();
        Map<String, SessionOptions> ways = new LinkedHashMap<>();
        ways.put("no optimization", options.withOptimization(OptimizationLevel.NONE));
        ways.put("basic optimization", options.withOptimization(OptimizationLevel.BASIC));
        ways.put("extended optimization", options.withOptimization(OptimizationLevel.EXTENDED));
        if (isQuantized(model.graph())) {
            ways.put("floats in place of integer kernels", options.withConfig(FLOATS_FOR_INTEGERS, "1"));
        }
        return ways;
    }

    private static boolean isQuantized(Graph graph) {
        return graph.nodes().stream().anyMatch(node -> node.is("QuantizeLinear"));
    }
}
