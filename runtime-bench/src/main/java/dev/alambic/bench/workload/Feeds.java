package dev.alambic.bench.workload;

import dev.alambic.onnx.graph.Tensor;
import java.util.Map;

/** What the models are fed while they are timed. */
@FunctionalInterface
public interface Feeds {

    /**
     * Returns the inputs by name.
     *
     * @param batch number of samples, at least 1: the extent of the batch axis of every returned tensor
     */
    Map<String, Tensor> of(int batch);
}
