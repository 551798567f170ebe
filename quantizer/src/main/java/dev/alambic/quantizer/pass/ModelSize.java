package dev.alambic.quantizer.pass;

import dev.alambic.onnx.OnnxModel;
import dev.alambic.onnx.graph.Tensor;
import java.util.List;

/**
 * How much a model holds.
 *
 * @param nodes calls of the main graph
 * @param parameters elements of the initializers, those of bodies included
 * @param bytes bytes of the initializers, likewise
 */
public record ModelSize(int nodes, long parameters, long bytes) {

    public static ModelSize of(OnnxModel model) {
        List<Tensor> tensors = model.graph()
                .allGraphs()
                .flatMap(graph -> graph.initializers().values().stream())
                .toList();
        return new ModelSize(
                model.graph().nodes().size(),
                tensors.stream().mapToLong(Tensor::elementCount).sum(),
                tensors.stream().mapToLong(Tensor::byteSize).sum());
    }
}
