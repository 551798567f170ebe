package dev.alambic.quantizer.search;

import dev.alambic.onnx.OnnxModel;
import java.util.List;

/**
 * Measures how long models take, side by side: in turns, round by round, so that whatever else the machine does meets
 * all alike.
 */
@FunctionalInterface
public interface Latencies {

    /** Returns the median time of one run of each model, µs, in their order. */
    List<Double> medianMicros(List<OnnxModel> models);
}
