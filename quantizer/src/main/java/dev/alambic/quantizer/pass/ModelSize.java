package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;

/**
 * How much a model holds.
 *
 * @param nodes calls of the main graph
 * @param parameters elements of the initializers
 * @param bytes bytes of the initializers
 */
public record ModelSize(int nodes, long parameters, long bytes) {

    public static ModelSize of(OnnxModel model) {
        var tensors = model.graph().initializers().values();
        return new ModelSize(
                model.graph().nodes().size(),
                tensors.stream().mapToLong(Tensor::elementCount).sum(),
                tensors.stream().mapToLong(Tensor::byteSize).sum());
    }
}
